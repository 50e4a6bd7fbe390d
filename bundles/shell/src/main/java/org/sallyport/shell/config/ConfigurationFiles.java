/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.felix.utils.properties.Properties;

/**
 * Factory configurations as files {@code etc/PID-NAME.cfg}, which Karaf's fileinstall carries into ConfigAdmin and which
 * are still there after a restart.
 *
 * <p>A change is written at once (rename over), then waited for; if it does not take effect the file is put back as it was, so
 * that a refused configuration does not wait in {@code etc/} for the next start.
 */
public final class ConfigurationFiles {

    private static final long DEADLINE_NANOS = 15_000_000_000L;
    private static final long POLL_MILLIS = 100;

    private final Path etc;
    private final String pid;

    /** @param pid the factory's PID */
    public ConfigurationFiles(String pid) {
        this(Path.of(System.getProperty("karaf.etc", "etc")), pid);
    }

    ConfigurationFiles(Path etc, String pid) {
        this.etc = etc;
        this.pid = pid;
    }

    /**
     * The file of an instance.
     *
     * @throws IllegalArgumentException if the name cannot be one
     */
    public Path file(String name) {
        if (name.isEmpty()
                || name.length() > 64
                || !name.chars().allMatch(c -> c == '_' || c == '.' || c < 128 && Character.isLetterOrDigit(c))
                || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "a name is up to 64 ASCII letters, digits, '_' and '.', not beginning with '.': " + name);
        }
        return etc.resolve(pid + "-" + name + ".cfg");
    }

    public boolean exists(String name) {
        return Files.exists(file(name));
    }

    /** The names of all instances that have a file. */
    public List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(etc)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(pid + "-") && file.endsWith(".cfg"))
                    .map(file -> file.substring(pid.length() + 1, file.length() - ".cfg".length()))
                    .sorted()
                    .toList();
        }
    }

    /** The values of an instance as they stand in its file, nothing interpolated. */
    public Map<String, String> read(String name) throws IOException {
        return load(file(name));
    }

    /**
     * Changes an instance, or makes it, and waits until it has taken effect.
     *
     * @param set keys and their new values
     * @param unset keys to remove
     * @param effect empty as long as nothing is to be seen of the change; then either {@link Outcome#taken} or why it was
     *     refused
     * @throws RefusedException if it was refused, or took no effect in 15 seconds; the file is then as it was
     */
    public void change(
            String name, Map<String, String> set, Collection<String> unset, Supplier<Optional<Outcome>> effect)
            throws IOException, InterruptedException, RefusedException {
        Path file = file(name);
        Optional<byte[]> before = Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        Properties values = load(file);
        unset.forEach(values::remove);
        set.forEach(values::put);
        Path next = Files.createTempFile(
                etc,
                "." + pid,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            values.save(next.toFile());
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
        Outcome outcome = await(effect);
        if (!outcome.refusal().isEmpty()) {
            restore(file, before);
            throw new RefusedException(pid + "~" + name + " was refused and is as it was before: " + outcome.refusal());
        }
    }

    /**
     * Removes an instance and waits until that has taken effect.
     *
     * @param effect as for {@link #change}
     * @return false if there is no file of it
     */
    public boolean remove(String name, Supplier<Optional<Outcome>> effect)
            throws IOException, InterruptedException, RefusedException {
        if (!Files.deleteIfExists(file(name))) {
            return false;
        }
        Outcome outcome = await(effect);
        if (!outcome.refusal().isEmpty()) {
            throw new RefusedException(outcome.refusal());
        }
        return true;
    }

    private static Outcome await(Supplier<Optional<Outcome>> effect) throws InterruptedException {
        long began = System.nanoTime();
        Optional<Outcome> outcome = effect.get();
        while (outcome.isEmpty() && System.nanoTime() - began < DEADLINE_NANOS) {
            Thread.sleep(POLL_MILLIS);
            outcome = effect.get();
        }
        return outcome.orElse(Outcome.refused("it took no effect in 15 seconds; the log names key, value and remedy"));
    }

    private static void restore(Path file, Optional<byte[]> before) throws IOException {
        if (before.isPresent()) {
            Files.write(file, before.get());
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static Properties load(Path file) throws IOException {
        Properties values = new Properties(false);
        if (Files.exists(file)) {
            values.load(file.toFile());
        }
        return values;
    }

    /** Reads {@code key=value} arguments. */
    public static Map<String, String> assignments(List<String> arguments) {
        Map<String, String> result = new java.util.LinkedHashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException("not of the form key=value: " + argument);
            }
            result.put(parts[0].trim(), parts[1].trim());
        }
        return result;
    }

    /** @param refusal empty if the change took effect */
    public record Outcome(String refusal) {

        public static Outcome taken() {
            return new Outcome("");
        }

        public static Outcome refused(String why) {
            return new Outcome(why);
        }
    }

    /** A configuration that was not accepted; nothing has changed. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }
}
