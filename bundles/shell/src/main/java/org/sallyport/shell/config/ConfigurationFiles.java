/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.config;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.felix.utils.properties.Properties;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.config.Configured;

/**
 * Factory configurations as files {@code etc/PID-NAME.cfg}, which Karaf's fileinstall carries into ConfigAdmin and which
 * are still there after a restart.
 *
 * <p>A change is written at once (rename over); then the verdict on it is waited for. If that is a refusal the file is put back as
 * it was, so that a refused configuration does not wait in {@code etc/} for the next start.
 */
public final class ConfigurationFiles {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long POLL_MILLIS = 50;

    /** Consoles change one file after the other, so that none undoes what another just wrote. */
    private static final Lock CHANGES = new ReentrantLock();

    private final Path etc;
    private final String pid;
    private final Configured owner;
    private final Duration patience;

    /**
     * @param pid the factory's PID
     * @param owner what is made of these configurations
     */
    public ConfigurationFiles(String pid, Configured owner) {
        this(Path.of(System.getProperty("karaf.etc", "etc")), pid, owner, PATIENCE);
    }

    ConfigurationFiles(Path etc, String pid, Configured owner, Duration patience) {
        this.etc = etc;
        this.pid = pid;
        this.owner = owner;
        this.patience = patience;
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

    /** The values of an instance as they stand in its file, nothing interpolated. */
    public Map<String, String> read(String name) throws IOException {
        return new LinkedHashMap<>(load(file(name)));
    }

    /**
     * Changes an instance, or makes it, and waits until that is in force.
     *
     * @param set keys and their new values
     * @param unset keys to remove
     * @param problem why the instance, once it has its new configuration, cannot work, or empty
     * @return false if all of that stood in the file already
     * @throws RefusedException if it was refused or cannot work; the file is then as it was
     */
    public boolean change(String name, Map<String, String> set, Collection<String> unset, Supplier<String> problem)
            throws IOException, InterruptedException, RefusedException {
        Path file = file(name);
        CHANGES.lockInterruptibly();
        try {
            Properties values = load(file);
            Map<String, String> before = new LinkedHashMap<>(values);
            unset.forEach(values::remove);
            values.putAll(set);
            if (before.equals(values) && Files.exists(file)) {
                return false;
            }
            Optional<byte[]> old = Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            ConfigurationVerdict last = verdict(name);
            replace(file, written(values));
            boolean judged = await(() -> !verdict(name).equals(last));
            String refusal = judged
                    ? Optional.of(verdict(name).refusal())
                            .filter(why -> !why.isEmpty())
                            .orElseGet(problem)
                    : "it took no effect in " + patience.toSeconds() + " seconds; does the bundle run that reads it?";
            if (!refusal.isEmpty()) {
                restore(file, name, old);
                throw new RefusedException(pid + "~" + name + " is as it was before; refused: " + refusal);
            }
            return true;
        } finally {
            CHANGES.unlock();
        }
    }

    /**
     * Removes an instance and waits until it is gone.
     *
     * @throws IllegalArgumentException if there is no file of it
     * @throws RefusedException if it is not gone in 15 seconds
     */
    public void remove(String name) throws IOException, InterruptedException, RefusedException {
        Path file = file(name);
        CHANGES.lockInterruptibly();
        try {
            if (!Files.deleteIfExists(file)) {
                throw new IllegalArgumentException("there is no file " + file);
            }
            if (!await(() -> !owner.verdicts().containsKey(name))) {
                throw new RefusedException(pid + "~" + name + " is still in force " + patience.toSeconds()
                        + " seconds after " + file + " was removed; does the bundle run that reads it?");
            }
        } finally {
            CHANGES.unlock();
        }
    }

    private ConfigurationVerdict verdict(String name) {
        return owner.verdicts().getOrDefault(name, ConfigurationVerdict.NONE);
    }

    private boolean await(BooleanSupplier condition) throws InterruptedException {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > patience.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return true;
    }

    /** Puts a file back, and waits for it to be read, so that the console does not show what was refused. */
    private void restore(Path file, String name, Optional<byte[]> old) throws IOException, InterruptedException {
        ConfigurationVerdict refused = verdict(name);
        if (old.isPresent()) {
            replace(file, old.get());
        } else {
            Files.deleteIfExists(file);
        }
        await(() -> !verdict(name).equals(refused));
    }

    private void replace(Path file, byte[] content) throws IOException {
        Path next = Files.createTempFile(
                etc,
                "." + pid,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static byte[] written(Properties values) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        values.save(text);
        return text.toByteArray();
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
        Map<String, String> result = new LinkedHashMap<>();
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            if (parts.length != 2 || parts[0].isBlank()) {
                throw new IllegalArgumentException("not of the form key=value: " + argument);
            }
            result.put(parts[0].trim(), parts[1].trim());
        }
        return result;
    }

    /** A configuration that was not accepted; nothing has changed. */
    public static final class RefusedException extends Exception {

        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }
}
