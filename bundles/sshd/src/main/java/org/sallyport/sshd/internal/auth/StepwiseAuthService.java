/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthService;
import org.sallyport.api.session.Activity;
import org.sallyport.sshd.internal.session.Connection;

/**
 * The {@code ssh-userauth} service (RFC 4252). MINA's own fixes the required methods before it knows the user, and tries methods out
 * of turn, which tells a client with a wrong key whether its password is right; here a method is tried only in its turn.
 */
final class StepwiseAuthService extends ServerUserAuthService {

    private static final String SSH_CONNECTION = "ssh-connection";

    private final Connection connection;
    private final LoginPolicy policy;
    private String user;
    private String method = "none";
    private Progress progress;
    private int failures;

    StepwiseAuthService(Session session, LoginPolicy policy) throws IOException {
        super(session);
        this.connection = Connection.of(session);
        this.policy = policy;
    }

    @Override
    protected boolean handleUserAuthRequestMessage(
            ServerSession session, Buffer buffer, AtomicReference<Boolean> authHolder) throws Exception {
        if (session.isAuthenticated()) {
            return false;
        }
        int start = buffer.rpos();
        String name = buffer.getString();
        String service = buffer.getString();
        String wanted = buffer.getString();
        buffer.rpos(start);
        if (!service.equals(SSH_CONNECTION)) {
            session.disconnect(SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE, "No such service");
            return false;
        }
        if (progress == null) {
            user = name;
            progress = new Progress(policy.combinations(name));
        }
        method = wanted;
        if (user.equals(name) && !progress.next().contains(wanted)) {
            sendWelcomeBanner(session);
            if (!wanted.equals("none")) {
                failed("method " + wanted + " is not asked for now");
            }
            sendFailure(session, false);
            return false;
        }
        return super.handleUserAuthRequestMessage(session, buffer, authHolder);
    }

    @Override
    protected void handleAuthenticationSuccess(int command, Buffer buffer) throws Exception {
        ServerSession session = getServerSession();
        connection.authenticatedBy(method);
        if (!progress.succeeded(method)) {
            sendFailure(session, true);
            return;
        }
        Optional<String> refusal = policy.refusal(user, connection);
        if (refusal.isPresent()) {
            report(Activity.Kind.LOGIN_REFUSED, "refused", refusal.get());
            session.disconnect(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS, refusal.get());
            return;
        }
        policy.succeeded(connection);
        connection.loggedIn(user, policy.roles(user));
        report(
                Activity.Kind.LOGIN,
                Activity.OK,
                String.join(",", connection.info().authentication()));
        session.signalAuthenticationSuccess(user, SSH_CONNECTION, buffer);
    }

    @Override
    protected void handleAuthenticationFailure(int command, Buffer buffer) throws Exception {
        if (!method.equals("none")) {
            failed("method " + method);
        }
        sendFailure(getServerSession(), false);
    }

    private void failed(String how) throws IOException {
        failures++;
        report(Activity.Kind.LOGIN_REFUSED, "denied", how);
        policy.failed(connection);
        if (failures >= policy.mostTries()) {
            getServerSession()
                    .disconnect(
                            SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                            "Too many authentication failures");
        }
    }

    private void report(Activity.Kind kind, String result, String how) {
        connection.report(new Activity(
                kind,
                Optional.empty(),
                Optional.empty(),
                0,
                Duration.ZERO,
                result,
                kind == Activity.Kind.LOGIN ? how : "user " + user + ", " + how));
    }

    private void sendFailure(ServerSession session, boolean partialSuccess) throws IOException {
        if (session.isClosing()) {
            return;
        }
        String remaining = String.join(",", progress.next());
        Buffer response = session.createBuffer(SshConstants.SSH_MSG_USERAUTH_FAILURE, remaining.length() + Long.BYTES);
        response.putString(remaining);
        response.putBoolean(partialSuccess);
        session.writePacket(response);
    }
}
