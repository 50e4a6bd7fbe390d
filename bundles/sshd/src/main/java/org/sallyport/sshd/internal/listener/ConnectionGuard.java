/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;
import org.sallyport.sshd.internal.session.Activities;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows each connection from accept to end: who may connect, how many at once, and what its client needs. */
final class ConnectionGuard implements SessionListener {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);

    private final Supplier<ListenerSettings> settings;
    private final Connections connections;
    private final Activities activities;
    private final Supplier<QuirkRules> rules;

    ConnectionGuard(
            Supplier<ListenerSettings> settings,
            Connections connections,
            Activities activities,
            Supplier<QuirkRules> rules) {
        this.settings = settings;
        this.connections = connections;
        this.activities = activities;
        this.rules = rules;
    }

    @Override
    public void sessionCreated(Session session) {
        ListenerSettings now = settings.get();
        Connection connection = new Connection(connections.nextId(), session, now.name(), rules, activities);
        connections.add(connection);
        if (now.proxy() == ProxyProtocol.Versions.OFF) {
            admit(session, connection, now);
        }
    }

    @Override
    public void sessionPeerIdentificationReceived(Session session, String version, List<String> extraLines) {
        ListenerSettings now = settings.get();
        Connection connection = Connection.of(session);
        if (now.proxy() != ProxyProtocol.Versions.OFF && !admit(session, connection, now)) {
            return;
        }
        connection.identified(version);
        Quirks quirks = connection.quirks();
        Algorithms.applyTo(session, quirks);
        if (!quirks.get(TransportQuirks.REKEY)) {
            CoreModuleProperties.REKEY_BYTES_LIMIT.set(session, 0L);
            CoreModuleProperties.REKEY_TIME_LIMIT.set(session, Duration.ZERO);
            CoreModuleProperties.REKEY_PACKETS_LIMIT.set(session, 0L);
            quirks.exercised(TransportQuirks.REKEY);
        }
    }

    private boolean admit(Session session, Connection connection, ListenerSettings now) {
        Optional<String> refusal = refusal(connection, now);
        refusal.ifPresent(why -> {
            connection.report(new Activity(
                    Activity.Kind.LOGIN_REFUSED, Optional.empty(), Optional.empty(), 0, Duration.ZERO, "refused", why));
            session.close(true);
        });
        return refusal.isEmpty();
    }

    private Optional<String> refusal(Connection connection, ListenerSettings now) {
        InetAddress address = connection.remoteAddress().getAddress();
        if (!now.addresses().admits(address)) {
            return Optional.of("address not admitted");
        }
        if (connections.count(other -> other.listener().equals(now.name())) > now.mostConnections()) {
            return Optional.of("more than max-connections");
        }
        if (now.mostPerAddress() > 0
                && connections.count(other -> other.remoteAddress().getAddress().equals(address))
                        > now.mostPerAddress()) {
            return Optional.of("more than max-connections-per-address");
        }
        if (connections.count(other -> other.listener().equals(now.name()) && !other.isLoggedIn())
                > now.mostPending()) {
            return Optional.of("more than max-pending-logins");
        }
        return Optional.empty();
    }

    @Override
    public void sessionNegotiationEnd(
            Session session,
            Map<KexProposalOption, String> clientProposal,
            Map<KexProposalOption, String> serverProposal,
            Map<KexProposalOption, String> negotiatedOptions,
            Throwable reason) {
        if (reason != null) {
            LOG.info(
                    "session {}: no common algorithms: {}",
                    Connection.of(session).id(),
                    reason.getMessage());
        }
    }

    @Override
    public void sessionException(Session session, Throwable failure) {
        Connection.find(session)
                .ifPresent(connection -> LOG.debug("session {} failed: {}", connection.id(), failure.toString()));
    }

    @Override
    public void sessionClosed(Session session) {
        Connection.find(session).ifPresent(connection -> {
            connections.remove(connection);
            if (connection.isLoggedIn()) {
                connection.report(new Activity(
                        Activity.Kind.LOGOUT,
                        Optional.empty(),
                        Optional.empty(),
                        connection.info().bytesIn() + connection.info().bytesOut(),
                        Duration.between(connection.info().since(), java.time.Instant.now()),
                        Activity.OK,
                        ""));
            }
        });
    }
}
