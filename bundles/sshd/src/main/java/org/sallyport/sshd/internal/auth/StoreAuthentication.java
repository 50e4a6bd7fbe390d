/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.AsyncAuthException;
import org.apache.sshd.server.auth.keyboard.InteractiveChallenge;
import org.apache.sshd.server.auth.keyboard.KeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.session.ServerConnectionServiceFactory;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.api.user.UserInfo;
import org.sallyport.sshd.internal.session.Connection;
import org.sallyport.sshd.internal.session.Connections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authentication against the accounts in {@code etc/sallyport}. Hashes are computed on threads of their own, few at a time, because
 * each takes memory and CPU that the sessions being served should not feel.
 */
@Component(service = {Authentication.class, UserDirectory.class})
public final class StoreAuthentication implements Authentication, UserDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(StoreAuthentication.class);

    /** The step of the login in which each key was first offered. */
    private static final AttributeKey<Map<String, Integer>> STEP_BY_KEY = new AttributeKey<>();

    private static final int HASHING_THREADS = 2;
    private static final int WAITING_LOGINS = 256;

    private final AccountStore store;
    private final Connections connections;
    private final ExecutorService hashing;
    private final PasswordHash nobody = PasswordHash.of("no password has this hash".toCharArray());

    @Activate
    public StoreAuthentication(@Reference Connections connections) {
        this(connections, Path.of(System.getProperty("karaf.etc", "etc"), "sallyport"));
    }

    StoreAuthentication(Connections connections, Path folder) {
        this.connections = connections;
        store = new AccountStore(folder);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                HASHING_THREADS,
                HASHING_THREADS,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_LOGINS),
                task -> {
                    Thread thread = new Thread(task, "sallyport-login");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        hashing = pool;
    }

    @Deactivate
    void deactivate() {
        hashing.shutdown();
    }

    @Override
    public void configure(SshServer server, AuthenticationSettings settings) {
        server.setUserAuthFactories(List.of(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE));
        server.setPasswordAuthenticator((user, password, session) -> later(() -> passwordMatches(user, password)));
        server.setKeyboardInteractiveAuthenticator(new OnePrompt());
        server.setPublickeyAuthenticator(this::keyMatches);
        LoginPolicy policy = new StorePolicy(settings);
        server.setServiceFactories(List.of(
                new ServerUserAuthServiceFactory() {
                    @Override
                    public org.apache.sshd.common.Service create(Session session) throws IOException {
                        return new StepwiseAuthService(session, policy);
                    }
                },
                ServerConnectionServiceFactory.INSTANCE));
    }

    private boolean later(BooleanSupplier check) {
        AsyncAuthException pending = new AsyncAuthException();
        try {
            hashing.execute(() -> pending.setAuthed(check.getAsBoolean()));
        } catch (RejectedExecutionException tooMany) {
            LOG.warn("a login was refused because too many are waiting already");
            return false;
        }
        throw pending;
    }

    private boolean passwordMatches(String user, String password) {
        Optional<Account> account = account(user);
        // A hash is computed in any case, so that the time does not tell who exists or may log in.
        boolean matches = account.flatMap(Account::password).orElse(nobody).matches(password.toCharArray());
        return matches
                && account.map(Account::mayLogIn).orElse(false)
                && account.flatMap(Account::password).isPresent();
    }

    private boolean keyMatches(String user, PublicKey offered, ServerSession session) {
        if (offered instanceof OpenSshCertificate) {
            return false;
        }
        Connection connection = Connection.of(session);
        boolean authorised = account(user)
                .filter(Account::mayLogIn)
                .map(account -> account.keys().stream()
                        .anyMatch(key -> !key.certificateAuthority()
                                && KeyUtils.compareKeys(key.key(), offered)
                                && key.isUsable(connection.remoteAddress().getAddress())))
                .orElse(false);
        // A key that has passed one step does not pass another: the second step would prove nothing.
        return authorised
                && session.computeAttributeIfAbsent(STEP_BY_KEY, key -> new ConcurrentHashMap<String, Integer>())
                                .computeIfAbsent(KeyUtils.getFingerPrint(offered), key -> connection
                                        .info()
                                        .authentication()
                                        .size())
                        == connection.info().authentication().size();
    }

    private Optional<Account> account(String user) {
        try {
            return store.find(user);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.error("the account of a user who logs in cannot be read", unreadable);
            return Optional.empty();
        }
    }

    private final class OnePrompt implements KeyboardInteractiveAuthenticator {

        @Override
        public InteractiveChallenge generateChallenge(
                ServerSession session, String username, String lang, String subMethods) {
            InteractiveChallenge challenge = new InteractiveChallenge();
            challenge.setInteractionName("");
            challenge.setInteractionInstruction("");
            challenge.setLanguageTag("");
            challenge.addPrompt("Password: ", false);
            return challenge;
        }

        @Override
        public boolean authenticate(ServerSession session, String username, List<String> responses) {
            if (responses.size() != 1) {
                return false;
            }
            return later(() -> passwordMatches(username, responses.get(0)));
        }
    }

    private final class StorePolicy implements LoginPolicy {

        private final AuthenticationSettings settings;

        StorePolicy(AuthenticationSettings settings) {
            this.settings = settings;
        }

        @Override
        public List<List<String>> combinations(String user) {
            return account(user)
                    .map(Account::combinations)
                    .filter(own -> !own.isEmpty())
                    .orElse(settings.combinations());
        }

        @Override
        public Set<String> roles(String user) {
            return account(user).map(Account::roles).orElse(Set.of());
        }

        @Override
        public int mostTries() {
            return settings.mostTries();
        }

        @Override
        public Optional<String> refusal(String user, Connection connection) {
            int most = settings.mostSessionsPerUser();
            return most > 0 && connections.count(other -> other.user().equals(user)) >= most
                    ? Optional.of("Too many sessions of this user")
                    : Optional.empty();
        }

        @Override
        public void failed(Connection connection) {
            LOG.debug("session {}: an attempt to log in failed", connection.id());
        }

        @Override
        public void succeeded(Connection connection) {
            LOG.debug("session {}: logged in", connection.id());
        }
    }

    @Override
    public List<UserInfo> users() {
        try {
            return store.names().stream().flatMap(name -> user(name).stream()).toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public Optional<UserInfo> user(String name) {
        try {
            return store.find(name)
                    .map(account -> new UserInfo(
                            name,
                            account.password().isPresent(),
                            account.keys().stream()
                                    .map(AuthorizedKey::fingerprint)
                                    .toList(),
                            account.roles(),
                            account.combinations().stream()
                                    .map(combination -> String.join(",", combination))
                                    .toList(),
                            !account.mayLogIn()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void add(String name, Optional<char[]> password, Set<String> roles) throws IOException {
        store.add(name, password.map(StoreAuthentication::hashed), roles);
    }

    private static PasswordHash hashed(char[] password) {
        PasswordHash hash = PasswordHash.of(password);
        Arrays.fill(password, '\0');
        return hash;
    }

    @Override
    public boolean remove(String name) throws IOException {
        return store.remove(name);
    }

    @Override
    public void setPassword(String name, Optional<char[]> password) throws IOException {
        store.setPassword(name, password.map(StoreAuthentication::hashed));
    }

    @Override
    public List<String> keys(String name) throws IOException {
        return store.find(name)
                .map(account -> account.keys().stream().map(AuthorizedKey::line).toList())
                .orElse(List.of());
    }

    @Override
    public void addKey(String name, String line) throws IOException {
        store.addKey(name, line);
    }

    @Override
    public int removeKey(String name, String fingerprint) throws IOException {
        return store.removeKey(name, fingerprint);
    }
}
