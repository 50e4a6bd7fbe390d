/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.security.auth.login.Configuration;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.QuirkRules;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sshd.internal.auth.account.AccountDirectory;
import org.sallyport.sshd.internal.auth.account.Accounts;
import org.sallyport.sshd.internal.auth.realm.DirectRealm;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;

/** A real server on a free port, whose only command succeeds at once. */
final class LoginServer implements AutoCloseable {

    static final List<List<String>> ANY =
            List.of(List.of("publickey"), List.of("password"), List.of("keyboard-interactive"));

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Connections connections = new Connections();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final Accounts accounts;
    private final AccountDirectory users;

    /** What the transfer log was told. */
    record Told(SessionInfo session, Activity activity) {}

    private LoginServer(Builder builder) throws IOException {
        try {
            accounts = new Accounts(builder.configuration);
        } catch (InvalidConfigurationException refused) {
            throw new IOException(refused);
        }
        users = new AccountDirectory(accounts);
        Configuration realms =
                Optional.ofNullable(builder.realms).orElseGet(() -> new DirectRealm("sallyport", accounts::verify));
        LoginComponent logins = new LoginComponent(accounts, connections, Optional.of(realms));
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(newKeyPair()));
        server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(Session session) {
                Connection connection = new Connection(
                        connections.nextId(), session, "test", () -> builder.rules, LoginServer.this::tell);
                connections.add(connection);
                builder.remoteAddress.ifPresent(connection::proxied);
            }

            @Override
            public void sessionPeerIdentificationReceived(Session session, String version, List<String> extraLines) {
                Connection.of(session).identified(version);
            }

            @Override
            public void sessionClosed(Session session) {
                connections.remove(Connection.of(session));
            }
        });
        CoreModuleProperties.WELCOME_BANNER.set(server, builder.banner);
        server.setCommandFactory((channel, line) -> new Success());
        logins.configure(
                server, new AuthenticationSettings(builder.combinations, builder.mostTries, builder.mostSessions));
        server.start();
    }

    private static java.security.KeyPair newKeyPair() throws IOException {
        try {
            return KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IOException(impossible);
        }
    }

    private void tell(SessionInfo session, Activity activity) {
        told.add(new Told(session, activity));
    }

    int port() {
        return server.getPort();
    }

    Accounts accounts() {
        return accounts;
    }

    AccountDirectory users() {
        return users;
    }

    List<Told> told() {
        return List.copyOf(told);
    }

    /** Waits for an activity; ends the test if none comes within ten seconds. */
    Told await(Activity.Kind kind) {
        return await(one -> one.activity().kind() == kind);
    }

    Told await(Predicate<Told> which) {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Told> found = told.stream().filter(which).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("not told within ten seconds; told were " + told);
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static Builder in(Path folder) {
        return new Builder(folder);
    }

    static final class Builder {

        private final Map<String, Object> configuration = new HashMap<>();
        private List<List<String>> combinations = ANY;
        private int mostTries = 10;
        private int mostSessions;
        private String banner = "";
        private QuirkRules rules = QuirkRules.NONE;
        private Configuration realms;
        private Optional<java.net.InetSocketAddress> remoteAddress = Optional.empty();

        private Builder(Path folder) {
            configuration.put("service.pid", "org.sallyport.users");
            configuration.put("folder", folder.toString());
            configuration.put("failure-delay", "1ms");
        }

        Builder with(String key, Object value) {
            configuration.put(key, value.toString());
            return this;
        }

        Builder methods(String text) {
            combinations = MethodCombinations.parse(text);
            return this;
        }

        Builder mostTries(int number) {
            mostTries = number;
            return this;
        }

        Builder mostSessions(int number) {
            mostSessions = number;
            return this;
        }

        Builder banner(String text) {
            banner = text;
            return this;
        }

        Builder rules(QuirkRules given) {
            rules = given;
            return this;
        }

        Builder realms(Configuration other) {
            realms = other;
            return this;
        }

        /** Pretends that a trusted proxy named another address. */
        Builder clientsFrom(String address) {
            remoteAddress = Optional.of(new java.net.InetSocketAddress(address, 4711));
            return this;
        }

        LoginServer start() throws IOException {
            return new LoginServer(this);
        }
    }

    private static final class Success implements Command {

        private ExitCallback exit;

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            // nothing is written
        }

        @Override
        public void setInputStream(InputStream stream) {
            // nothing is read
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            // nothing is written
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            exit.onExit(0);
        }

        @Override
        public void destroy(ChannelSession channel) {
            // nothing is held
        }
    }
}
