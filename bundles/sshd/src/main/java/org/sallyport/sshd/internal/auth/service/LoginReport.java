/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.util.Optional;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sshd.internal.auth.account.UserName;
import org.sallyport.sshd.internal.session.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the transfer log about the login of one connection. For use by many threads. */
final class LoginReport {

    private static final Logger LOG = LoggerFactory.getLogger(LoginReport.class);

    private final Connection connection;
    private String lastUser = "";
    private String lastUnsuitable = "";
    private int unsuitable;
    private boolean told;

    LoginReport(Connection connection) {
        this.connection = connection;
    }

    synchronized void loggedIn(String how) {
        told = true;
        connection.report(Activity.ofSession(Activity.Kind.LOGIN, Activity.OK, how));
    }

    /** @param user as the client claims */
    synchronized void refused(String user, String method, String reason) {
        told = true;
        connection.report(
                claimedBy(user),
                Activity.ofSession(Activity.Kind.LOGIN_REFUSED, "denied", UserName.shown(method) + ": " + reason));
    }

    /** Such as a key that is not authorised: clients offer all they have, so it is told only if nothing else comes of it. */
    synchronized void unsuitable(String user, String method, String reason) {
        unsuitable++;
        lastUser = user;
        lastUnsuitable = UserName.shown(method) + ": " + reason;
        LOG.debug("session {}: user {}, {}", connection.id(), UserName.shown(user), lastUnsuitable);
    }

    /** The connection has ended. */
    synchronized void ended() {
        if (!told && unsuitable > 0) {
            told = true;
            connection.report(
                    claimedBy(lastUser),
                    Activity.ofSession(
                            Activity.Kind.LOGIN_REFUSED,
                            "denied",
                            lastUnsuitable + " (" + unsuitable + (unsuitable == 1 ? " attempt)" : " attempts)")));
        }
    }

    private SessionInfo claimedBy(String user) {
        SessionInfo info = connection.info();
        return new SessionInfo(
                info.id(),
                Optional.of(UserName.shown(user)),
                info.remoteAddress(),
                info.listener(),
                info.banner(),
                info.since(),
                info.algorithms(),
                info.authentication(),
                info.bytesIn(),
                info.bytesOut(),
                info.channels(),
                info.quirks(),
                info.traits());
    }
}
