/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.sshd.internal.auth.Authentication;
import org.sallyport.sshd.internal.hostkey.DefaultHostKeys;
import org.sallyport.sshd.internal.hostkey.HostKeyFiles;
import org.sallyport.sshd.internal.hostkey.HostKeyFiles.HostKey;
import org.sallyport.sshd.internal.nio.NioServiceFactoryFactory;
import org.sallyport.sshd.internal.proxy.ProxyProtocol;
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
    private final ConnectionGuard guard;
    private volatile ListenerSettings settings;
    private volatile List<HostKey> hostKeys = List.of();

    SshListener(Connections connections, Subsystems subsystems, Activities activities, Supplier<QuirkRules> rules) {
        this.connections = connections;
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        server.setGlobalRequestHandlers(List.of(new KeepAliveHandler(), new NoMoreSessionsHandler()));
        ChannelFactory channels = new SessionChannelFactory(subsystems);
        server.setChannelFactories(List.of(channels));
        server.setIoServiceFactoryFactory(new NioServiceFactoryFactory("io"));
        guard = new ConnectionGuard(() -> settings, connections, activities, rules);
        server.addSessionListener(guard);
    }

    /**
     * Takes settings over for new connections.
     *
     * @throws IOException if a host key cannot be read; the settings before stay
     */
    void apply(ListenerSettings next, Authentication authentication, DefaultHostKeys defaultKeys) throws IOException {
        List<Path> places = next.hostKeys().isEmpty() ? List.of(defaultKeys.folder()) : next.hostKeys();
        List<HostKey> keys = HostKeyFiles.load(places, next.passphrase());
        List<KeyPair> pairs = keys.stream().map(HostKey::pair).toList();
        server.setKeyPairProvider(KeyPairProvider.wrap(pairs));
        next.algorithms().applyTo(server);
        if (!server.isStarted()) {
            // Later they would only hide the port that was found where 0 is configured.
            server.setHost(next.bind().host());
            server.setPort(next.bind().port());
        }
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, next.ident());
        CoreModuleProperties.WELCOME_BANNER.set(server, next.banner().isEmpty() ? null : next.banner() + "\r\n");
        CoreModuleProperties.IDLE_TIMEOUT.set(server, next.idle());
        CoreModuleProperties.AUTH_TIMEOUT.set(server, next.login());
        CoreModuleProperties.TCP_NODELAY.set(server, next.noDelay());
        CoreModuleProperties.SOCKET_BACKLOG.set(server, next.bind().backlog());
        SessionChannelFactory.limitChannels(server, next.mostChannels());
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(server, next.rekeyBytes());
        CoreModuleProperties.REKEY_TIME_LIMIT.set(server, next.rekeyTime());
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(server, next.keepAliveCount());
        server.setSessionHeartbeat(
                next.keepAlive().isZero() ? HeartbeatType.NONE : HeartbeatType.IGNORE, next.keepAlive());
        server.setServerProxyAcceptor(
                next.proxy() == ProxyProtocol.Versions.OFF
                        ? null
                        : new ProxyProtocol(next.proxy(), next.trustedProxies()));
        authentication.configure(server, next.authentication());
        hostKeys = keys;
        settings = next;
    }

    void bind() throws IOException {
        server.start();
    }

    /** Gives the port free at once; connections go on until they end, or the drain time has passed. */
    void retire(ScheduledExecutorService reaper, Duration drain) {
        server.unbind();
        long deadline = System.nanoTime() + drain.toNanos();
        reaper.schedule(() -> reap(reaper, deadline), 0, TimeUnit.SECONDS);
    }

    private void reap(ScheduledExecutorService reaper, long deadline) {
        if (server.getActiveSessions().isEmpty() || System.nanoTime() >= deadline) {
            try {
                server.stop(true);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        } else {
            reaper.schedule(() -> reap(reaper, deadline), 1, TimeUnit.SECONDS);
        }
    }

    boolean isIdle() {
        return server.getActiveSessions().isEmpty();
    }

    int port() {
        return server.isStarted() ? server.getPort() : -1;
    }

    ListenerInfo info(String problem) {
        ListenerSettings now = settings;
        return new ListenerInfo(
                now.name(),
                now.bind().host(),
                problem.isEmpty() ? port() : -1,
                connections.count(connection -> connection.listener().equals(now.name())),
                hostKeys.stream()
                        .map(key -> key.type() + " " + key.fingerprint())
                        .toList(),
                problem,
                now.shown());
    }
}
