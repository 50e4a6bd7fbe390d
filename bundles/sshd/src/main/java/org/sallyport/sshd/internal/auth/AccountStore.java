/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accounts in {@code etc/sallyport}: {@code users/NAME.properties} and {@code keys/NAME}. A file that changed on disk holds for the next
 * login. A password that an operator wrote as {@code {plain}...} is replaced by its hash when it is first read.
 */
final class AccountStore {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStore.class);
    private static final String PLAIN = "{plain}";
    private static final String SUFFIX = ".properties";
    private static final int LONGEST_NAME = 64;

    private final Path users;
    private final Path keys;
    private final Map<String, Cached> cache = new ConcurrentHashMap<>();

    private record Stamp(Optional<FileTime> user, Optional<FileTime> keys) {}

    private record Cached(Stamp stamp, Account account) {}

    /** @param folder holds {@code users} and {@code keys}; made when the first account is */
    AccountStore(Path folder) {
        users = folder.resolve("users");
        keys = folder.resolve("keys");
    }

    /** Whether a text can name an account: what a client sends becomes part of a path only if so. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.startsWith(".")
                && !name.startsWith("-")
                && name.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '@');
    }

    List<String> names() throws IOException {
        if (!Files.isDirectory(users)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(users)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .filter(AccountStore::isName)
                    .sorted()
                    .toList();
        }
    }

    Optional<Account> find(String name) throws IOException {
        if (!isName(name)) {
            return Optional.empty();
        }
        Stamp stamp = new Stamp(modified(userFile(name)), modified(keyFile(name)));
        if (stamp.user().isEmpty()) {
            cache.remove(name);
            return Optional.empty();
        }
        Cached cached = cache.get(name);
        if (cached == null || !cached.stamp().equals(stamp)) {
            cached = new Cached(stamp, read(name));
            cache.put(name, cached);
        }
        return Optional.of(cached.account());
    }

    private static Optional<FileTime> modified(Path file) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    private Path userFile(String name) {
        return users.resolve(name + SUFFIX);
    }

    private Path keyFile(String name) {
        return keys.resolve(name);
    }

    private Account read(String name) throws IOException {
        Properties values = load(name);
        String password = values.getProperty("password", "").trim();
        if (password.startsWith(PLAIN)) {
            PasswordHash hash =
                    PasswordHash.of(password.substring(PLAIN.length()).toCharArray());
            password = hash.toString();
            values.setProperty("password", password);
            save(name, values);
        }
        return new Account(
                name,
                hash(name, password),
                Set.copyOf(list(values.getProperty("roles", ""), ",")),
                combinations(name, values.getProperty("methods", "")),
                Boolean.parseBoolean(values.getProperty("locked", "false").trim()),
                expires(name, values.getProperty("expires", "").trim()),
                keys(name));
    }

    private static Optional<PasswordHash> hash(String name, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(PasswordHash.parse(text));
        } catch (IllegalArgumentException malformed) {
            LOG.error("user {}: the password is no Argon2id hash; the user cannot log in with one", name);
            return Optional.empty();
        }
    }

    private static List<List<String>> combinations(String name, String text) {
        return list(text, "\\s+").stream()
                .map(combination -> Arrays.asList(combination.split(",")))
                .toList();
    }

    private static Optional<Instant> expires(String name, String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException malformed) {
            LOG.error(
                    "user {}: expires = {} is no time such as 2027-01-31T00:00:00Z; the user cannot log in",
                    name,
                    text);
            return Optional.of(Instant.EPOCH);
        }
    }

    private static List<String> list(String text, String separator) {
        return Arrays.stream(text.split(separator))
                .map(String::trim)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private List<AuthorizedKey> keys(String name) throws IOException {
        List<AuthorizedKey> result = new ArrayList<>();
        int number = 0;
        for (String line : keyLines(name)) {
            number++;
            if (line.isBlank() || line.trim().startsWith("#")) {
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

    private List<String> keyLines(String name) throws IOException {
        try {
            return Files.readAllLines(keyFile(name), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private Properties load(String name) throws IOException {
        Properties values = new Properties();
        try (Reader in = Files.newBufferedReader(userFile(name), StandardCharsets.UTF_8)) {
            values.load(in);
        } catch (NoSuchFileException none) {
            throw new IllegalArgumentException("no such user: " + name);
        }
        return values;
    }

    /** Makes an account. */
    synchronized void add(String name, Optional<PasswordHash> password, Set<String> roles) throws IOException {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a user name is up to 64 letters, digits, '.', '_', '-' and '@', not beginning with '.' or '-': "
                            + name);
        }
        if (Files.exists(userFile(name))) {
            throw new IllegalArgumentException("there is a user " + name + " already");
        }
        Properties values = new Properties();
        password.ifPresent(hash -> values.setProperty("password", hash.toString()));
        values.setProperty("roles", String.join(",", new TreeSet<>(roles)));
        save(name, values);
    }

    synchronized boolean remove(String name) throws IOException {
        if (!isName(name)) {
            return false;
        }
        Files.deleteIfExists(keyFile(name));
        return Files.deleteIfExists(userFile(name));
    }

    synchronized void setPassword(String name, Optional<PasswordHash> password) throws IOException {
        Properties values = load(checked(name));
        values.remove("password");
        password.ifPresent(hash -> values.setProperty("password", hash.toString()));
        save(name, values);
    }

    synchronized void addKey(String name, String line) throws IOException {
        AuthorizedKey key = AuthorizedKey.parse(line);
        load(checked(name));
        List<String> lines = new ArrayList<>(keyLines(name));
        lines.add(key.line());
        write(keyFile(name), String.join("\n", lines) + "\n");
    }

    synchronized int removeKey(String name, String fingerprint) throws IOException {
        load(checked(name));
        List<String> lines = keyLines(name);
        List<String> kept =
                lines.stream().filter(line -> !isKey(line, fingerprint)).toList();
        if (kept.size() < lines.size()) {
            write(keyFile(name), kept.stream().map(line -> line + "\n").collect(Collectors.joining()));
        }
        return lines.size() - kept.size();
    }

    private static boolean isKey(String line, String fingerprint) {
        try {
            return AuthorizedKey.parse(line).fingerprint().equals(fingerprint);
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }

    private static String checked(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("no such user: " + name);
        }
        return name;
    }

    private void save(String name, Properties values) throws IOException {
        StringWriter text = new StringWriter();
        values.store(text, null);
        write(userFile(name), text.toString());
    }

    /** Replaces a file so that it is whole, and on disk, at any moment. */
    private static void write(Path file, String text) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        Files.createDirectories(file.getParent());
        if (posix) {
            Files.setPosixFilePermissions(file.getParent(), PosixFilePermissions.fromString("rwx------"));
        }
        Path next = Files.createTempFile(file.getParent(), ".new", ".tmp");
        try {
            Files.writeString(next, text);
            if (posix) {
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
