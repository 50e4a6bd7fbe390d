/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;
import org.sallyport.sshd.internal.session.Activities;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;
import org.sallyport.sshd.internal.transport.GuardedSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows each connection from accept to end: whether it may stay, what it is offered, and what its client needs. */
final class ConnectionGuard implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

    private static final String BY_SERVER = "ended by the server: ";

    private static final AttributeKey<Offer> OFFER = new AttributeKey<>();

    private final Supplier<Offer> offer;
    private final Connections connections;
    private final Activities activities;
    private final Supplier<QuirkRules> rules;
    private final Admission admission;

    ConnectionGuard(Supplier<Offer> offer, Connections connections, Activities activities, Supplier<QuirkRules> rules) {
        this.offer = offer;
        this.connections = connections;
        this.activities = activities;
        this.rules = rules;
        admission = new Admission(connections);
    }

    @Override
    public void sessionCreated(Session created) {
        GuardedSession session = (GuardedSession) created;
        Offer now = offer.get();
        now.applyTo(session);
        session.setAttribute(OFFER, now);
        Connection connection =
                new Connection(connections.nextId(), session, now.settings().name(), rules, activities);
        connections.add(connection);
        refuse(session, connection, admission.refusalAtOnce(connection, now.settings()));
    }

    @Override
    public void sessionPeerIdentificationReceived(Session identified, String version, List<String> extraLines) {
        GuardedSession session = (GuardedSession) identified;
        ListenerSettings now = session.getAttribute(OFFER).settings();
        Connection connection = Connection.of(session);
        if (now.proxy() != ProxyProtocol.Versions.OFF
                && refuse(session, connection, admission.refusalOfClient(connection, now))) {
            return;
        }
        connection.identified(version);
        Quirks quirks = connection.quirks();
        if (quirks.get(TransportQuirks.REFUSE_CLIENT)) {
            quirks.exercised(TransportQuirks.REFUSE_CLIENT);
            refuse(session, connection, Optional.of("client not served by a quirk rule"));
            return;
        }
        Algorithms.applyTo(session, quirks);
        if (!quirks.get(TransportQuirks.REKEY)) {
            session.neverRekey();
            quirks.exercised(TransportQuirks.REKEY);
        }
    }

    private static boolean refuse(Session session, Connection connection, Optional<String> reason) {
        reason.ifPresent(why -> {
            connection.report(Activity.ofSession(Activity.Kind.LOGIN_REFUSED, "refused", why));
            session.close(true);
        });
        return reason.isPresent();
    }

    @Override
    public void sessionNegotiationEnd(
            Session session,
            Map<KexProposalOption, String> clientProposal,
            Map<KexProposalOption, String> serverProposal,
            Map<KexProposalOption, String> negotiatedOptions,
            Throwable reason) {
        Connection connection = Connection.of(session);
        if (reason != null && !connection.isLoggedIn()) {
            connection.report(Activity.ofSession(
                    Activity.Kind.LOGIN_REFUSED, "refused", "no common algorithms: " + reason.getMessage()));
        }
    }

    @Override
    public void sessionDisconnect(Session session, int reason, String message, String language, boolean initiatedHere) {
        Connection.find(session)
                .ifPresent(connection ->
                        connection.endsBecause((initiatedHere ? BY_SERVER : "ended by the client: ") + message));
    }

    @Override
    public void sessionException(Session session, Throwable failure) {
        Connection.find(session).ifPresent(connection -> {
            LOG.debug("session {} failed: {}", connection.id(), failure.toString());
            // Where there is a code, MINA goes on to tell the client, and sessionDisconnect to tell us.
            if (!(failure instanceof SshException told) || told.getDisconnectCode() <= 0) {
                connection.endsBecause("broken: " + failure.getMessage());
            }
        });
    }

    private static void tellSwitches(SessionInfo session) {
        if (!session.quirks().isEmpty()) {
            LOG.info(
                    "session {} of {} has ended; its switches: {}",
                    session.id(),
                    session.user().orElse(""),
                    session.quirks().stream().map(ConnectionGuard::told).collect(Collectors.joining("; ")));
        }
    }

    private static String told(Quirks.Setting setting) {
        return setting.quirk() + "=" + setting.value() + " (" + setting.layer() + " rule " + setting.rule() + ", "
                + setting.exercised() + " times: " + setting.reason() + ")";
    }

    @Override
    public void sessionClosed(Session session) {
        Connection.find(session).ifPresent(connection -> {
            connections.remove(connection);
            if (connection.isLoggedIn()) {
                tellSwitches(connection.info());
                connection.report(new Activity(
                        Activity.Kind.LOGOUT,
                        Optional.empty(),
                        Optional.empty(),
                        connection.bytes(),
                        Duration.between(connection.since(), Instant.now()),
                        Activity.OK,
                        connection.endReason()));
            } else if (connection.endReason().startsWith(BY_SERVER) && !connection.isRefusalTold()) {
                connection.report(Activity.ofSession(Activity.Kind.LOGIN_REFUSED, "refused", connection.endReason()));
            }
        });
    }
}
