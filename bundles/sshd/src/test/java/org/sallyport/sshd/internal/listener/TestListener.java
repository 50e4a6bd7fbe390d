/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.session.Activity;
import org.sallyport.sshd.internal.hostkey.DefaultHostKeys;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;
import org.sallyport.sshd.internal.transport.Subsystems;

/** A real listener on a free port of loopback, where everybody logs in with the password {@value #PASSWORD} or any key. */
final class TestListener implements AutoCloseable {

    static final String PASSWORD = "secret";

    private final Connections connections = new Connections();
    private final List<Activity> activities = new CopyOnWriteArrayList<>();
    private final Set<IoSession> transports = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final DefaultHostKeys keys;
    private final SshListener listener;

    TestListener(Path folder, Subsystems subsystems, Map<String, String> settings)
            throws IOException, InvalidConfigurationException {
        this(folder, subsystems, settings, QuirkRules.NONE);
    }

    TestListener(Path folder, Subsystems subsystems, Map<String, String> settings, QuirkRules rules)
            throws IOException, InvalidConfigurationException {
        keys = new DefaultHostKeys(folder.resolve("hostkeys"));
        listener =
                new SshListener(connections, subsystems, (session, activity) -> activities.add(activity), () -> rules);
        apply(settings);
        listener.bind();
    }

    void apply(Map<String, String> settings) throws IOException, InvalidConfigurationException {
        Map<String, String> configuration = new HashMap<>(settings);
        configuration.put("service.pid", "org.sallyport.listener~test");
        configuration.put("port", "0");
        listener.apply(ListenerSettings.read(configuration), this::anyKeyOrThePassword, keys);
    }

    /** Waits for a condition; ends the test if it does not come within half a minute. */
    void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private void anyKeyOrThePassword(SshServer server, Object settings) {
        server.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE, UserAuthPublicKeyFactory.INSTANCE));
        server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
        server.setPasswordAuthenticator((user, password, session) -> password.equals(PASSWORD));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                transports.add(session.getIoSession());
                if (event == Event.Authenticated && !Connection.of(session).isLoggedIn()) {
                    Connection.of(session).loggedIn(session.getUsername(), Set.of());
                }
            }
        });
    }

    int port() {
        return listener.port();
    }

    Connections connections() {
        return connections;
    }

    /** The connections that there have been, below SSH. */
    Set<IoSession> transports() {
        return transports;
    }

    List<Activity> activities() {
        return activities;
    }

    SshListener listener() {
        return listener;
    }

    @Override
    public void close() {
        listener.retire(timer, Duration.ZERO);
        timer.shutdown();
    }
}
