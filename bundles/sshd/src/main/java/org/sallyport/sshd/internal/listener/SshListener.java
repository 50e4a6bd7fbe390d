/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.sshd.internal.auth.Authentication;
import org.sallyport.sshd.internal.hostkey.DefaultHostKeys;
import org.sallyport.sshd.internal.nio.NioServiceFactoryFactory;
import org.sallyport.sshd.internal.session.Activities;
import org.sallyport.sshd.internal.session.Connections;
import org.sallyport.sshd.internal.transport.SessionChannelFactory;
import org.sallyport.sshd.internal.transport.Subsystems;

/**
 * One SSH server on one address. Settings can change while it runs: they hold for new connections; only another address needs a new
 * instance.
 */
final class SshListener {

    private final UnbindableServer server = (UnbindableServer)
            ServerBuilder.builder().factory(UnbindableServer::new).build();
    private final Connections connections;
    private volatile Offer offer;

    SshListener(Connections connections, Subsystems subsystems, Activities activities, Supplier<QuirkRules> rules) {
        this.connections = connections;
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setGlobalRequestHandlers(List.of(new KeepAliveHandler(), new NoMoreSessionsHandler()));
        ChannelFactory channels = new SessionChannelFactory(subsystems);
        server.setChannelFactories(List.of(channels));
        server.setIoServiceFactoryFactory(new NioServiceFactoryFactory("io"));
        server.setSessionDisconnectHandler(new Timeouts());
        server.addSessionListener(new ConnectionGuard(() -> offer, connections, activities, rules));
    }

    /**
     * Takes settings over for new connections.
     *
     * @throws IOException if a host key cannot be used; the settings before stay
     */
    void apply(ListenerSettings next, Authentication authentication, DefaultHostKeys defaultKeys) throws IOException {
        Offer made = Offer.of(next, defaultKeys);
        server.setKeyPairProvider(made.keyPairs());
        if (!server.isStarted()) {
            // Later they would only hide the port that was found where 0 is configured.
            server.setHost(next.bind().host());
            server.setPort(next.bind().port());
        }
        // What MINA asks the server for; the rest is set for each session.
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, next.ident());
        CoreModuleProperties.TCP_NODELAY.set(server, next.noDelay());
        CoreModuleProperties.SOCKET_BACKLOG.set(server, next.bind().backlog());
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, next.rekeyBytes());
        CoreModuleProperties.REKEY_TIME_LIMIT.set(server, next.rekeyTime());
        authentication.configure(server, next.authentication());
        offer = made;
    }

    /** @throws IOException if the address cannot be had; the listener cannot be used again then */
    void bind() throws IOException {
        try {
            server.start();
        } catch (IOException | RuntimeException failed) {
            // MINA leaves the threads and sockets of a start that failed.
            server.close(true);
            throw failed;
        }
    }

    /** Gives the port free at once; connections go on until they end, or the drain time has passed. */
    void retire(ScheduledExecutorService reaper, Duration drain) {
        server.unbind();
        long deadline = System.nanoTime() + drain.toNanos();
        reaper.schedule(() -> reap(reaper, deadline), 0, TimeUnit.SECONDS);
    }

    private void reap(ScheduledExecutorService reaper, long deadline) {
        if (server.getActiveSessions().isEmpty() || System.nanoTime() >= deadline) {
            server.close(true);
        } else {
            reaper.schedule(() -> reap(reaper, deadline), 1, TimeUnit.SECONDS);
        }
    }

    int port() {
        return server.isStarted() ? server.getPort() : -1;
    }

    ListenerInfo info(String problem) {
        Offer served = offer;
        ListenerSettings now = served.settings();
        return new ListenerInfo(
                now.name(),
                now.bind().host(),
                problem.isEmpty() ? port() : -1,
                connections.count(connection -> connection.listener().equals(now.name())),
                served.hostKeys().stream()
                        .map(key -> key.type() + " " + key.fingerprint())
                        .toList(),
                problem,
                now.shown());
    }
}
