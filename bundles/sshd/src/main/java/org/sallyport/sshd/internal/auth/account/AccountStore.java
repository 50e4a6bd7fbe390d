/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.sallyport.sshd.internal.auth.account.PrivateFiles.Stamp;
import org.sallyport.sshd.internal.auth.key.AuthorizedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts on disk: {@code users/NAME.properties} and {@code keys/NAME}. A file that changed holds for the next login. A password that
 * an operator wrote as {@code {plain}...} is replaced by its hash when it is first read. For use by many threads.
 */
public final class AccountStore {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStore.class);
    private static final String PLAIN = "{plain}";
    private static final String SUFFIX = ".properties";

    private final Path users;
    private final Path keys;
    private final PasswordHasher hasher;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    private record Cached(Optional<Stamp> user, Optional<Stamp> keys, Account account) {}

    /** @param folder holds {@code users} and {@code keys}; made when the first account is */
    public AccountStore(Path folder, PasswordHasher hasher) {
        users = folder.resolve("users");
        keys = folder.resolve("keys");
        this.hasher = hasher;
    }

    /** The users there are, sorted. */
    public List<String> names() throws IOException {
        if (!Files.isDirectory(users)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(users)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .filter(UserName::isValid)
                    .sorted()
                    .toList();
        }
    }

    /**
     * @param name anything a client may send
     * @throws IOException if there is one who cannot be read, or whose files everybody can write
     */
    public Optional<Account> find(String name) throws IOException {
        if (!UserName.isValid(name)) {
            return Optional.empty();
        }
        Optional<Stamp> user = PrivateFiles.stamp(userFile(name));
        if (user.isEmpty()) {
            cache.remove(name);
            return Optional.empty();
        }
        Optional<Stamp> keyStamp = PrivateFiles.stamp(keyFile(name));
        Cached cached = cache.get(name);
        if (cached == null || !cached.user().equals(user) || !cached.keys().equals(keyStamp)) {
            cached = new Cached(user, keyStamp, read(name));
            cache.put(name, cached);
        }
        return Optional.of(cached.account());
    }

    private Path userFile(String name) {
        return users.resolve(UserName.checked(name) + SUFFIX);
    }

    private Path keyFile(String name) {
        return keys.resolve(UserName.checked(name));
    }

    private Account read(String name) throws IOException {
        PrivateFiles.requireTrustworthy(userFile(name));
        AccountFile file = load(name);
        Optional<String> password = file.value(AccountReader.PASSWORD);
        if (password.isPresent() && password.get().startsWith(PLAIN)) {
            password = Optional.of(hidePlain(name));
        }
        return new AccountReader(name, file).read(password.map(String::strip), readKeys(name));
    }

    /** Only one thread replaces a password, and only one that still stands there. */
    private synchronized String hidePlain(String name) throws IOException {
        AccountFile file = load(name);
        String password = file.value(AccountReader.PASSWORD).orElse("");
        if (!password.startsWith(PLAIN)) {
            return password;
        }
        String hash =
                hasher.hash(password.substring(PLAIN.length()).toCharArray()).encoded();
        try {
            PrivateFiles.write(
                    userFile(name),
                    file.with(AccountReader.PASSWORD, Optional.of(hash)).text());
        } catch (IOException readOnly) {
            LOG.warn("user {}: the plain password stays on disk: {}", name, readOnly.toString());
        }
        return hash;
    }

    private List<AuthorizedKey> readKeys(String name) throws IOException {
        List<AuthorizedKey> result = new ArrayList<>();
        Optional<List<String>> lines = PrivateFiles.lines(keyFile(name));
        if (lines.isPresent()) {
            PrivateFiles.requireTrustworthy(keyFile(name));
        }
        int number = 0;
        for (String line : lines.orElse(List.of())) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            try {
                result.add(AuthorizedKey.parse(line));
            } catch (IllegalArgumentException unusable) {
                LOG.warn(
                        "user {}: line {} of the authorised keys is not used: {}", name, number, unusable.getMessage());
            }
        }
        return List.copyOf(result);
    }

    private AccountFile load(String name) throws IOException {
        return new AccountFile(PrivateFiles.lines(userFile(name))
                .orElseThrow(() -> new IllegalArgumentException("no such user: " + name)));
    }

    /** @throws IllegalArgumentException for a name that cannot be one, or that exists */
    public synchronized void add(String name, Optional<PasswordHash> password, Set<String> roles) throws IOException {
        if (Files.exists(userFile(name))) {
            throw new IllegalArgumentException("there is a user " + name + " already");
        }
        if (!roles.stream().allMatch(UserName::isValid)) {
            throw new IllegalArgumentException("the name of a role is made as that of a user is");
        }
        AccountFile file = new AccountFile(List.of())
                .with(AccountReader.PASSWORD, password.map(PasswordHash::encoded))
                .with(AccountReader.ROLES, Optional.of(String.join(",", new TreeSet<>(roles))));
        PrivateFiles.write(userFile(name), file.text());
    }

    /** @return false if there is none */
    public synchronized boolean remove(String name) throws IOException {
        if (!UserName.isValid(name)) {
            return false;
        }
        Files.deleteIfExists(keyFile(name));
        return Files.deleteIfExists(userFile(name));
    }

    /** @throws IllegalArgumentException if there is no such user */
    public synchronized void setPassword(String name, Optional<PasswordHash> password) throws IOException {
        AccountFile file = load(name).with(AccountReader.PASSWORD, password.map(PasswordHash::encoded));
        PrivateFiles.write(userFile(name), file.text());
    }

    /** @throws IllegalArgumentException if the line is none of OpenSSH's, or there is no such user */
    public synchronized void addKey(String name, String line) throws IOException {
        AuthorizedKey key = AuthorizedKey.parse(line);
        load(name);
        List<String> lines = new ArrayList<>(PrivateFiles.lines(keyFile(name)).orElse(List.of()));
        lines.add(key.line());
        writeKeys(name, lines);
    }

    /** @return how many were removed */
    public synchronized int removeKey(String name, String fingerprint) throws IOException {
        load(name);
        List<String> lines = PrivateFiles.lines(keyFile(name)).orElse(List.of());
        List<String> kept =
                lines.stream().filter(line -> !isKey(line, fingerprint)).toList();
        if (kept.size() < lines.size()) {
            writeKeys(name, kept);
        }
        return lines.size() - kept.size();
    }

    private void writeKeys(String name, List<String> lines) throws IOException {
        PrivateFiles.write(keyFile(name), lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static boolean isKey(String line, String fingerprint) {
        try {
            return AuthorizedKey.parse(line).fingerprint().equals(fingerprint);
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }
}
