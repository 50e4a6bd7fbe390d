/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code tahoe} command of PyPI's package, installed once into a virtual environment that processes may share. */
final class Tahoe {

    private static final String REQUIREMENT = "tahoe-lafs==1.20.0";

    private final Path environment;

    private Tahoe(Path environment) {
        this.environment = environment;
    }

    /**
     * The installation at the folder that the environment variable {@code TAHOE_VENV} names, or else the system property
     * {@code tahoe.venv}, or else {@code target/tahoe}; made where it is not there yet.
     *
     * @throws IOException if it cannot be installed
     */
    static Tahoe installed() throws IOException {
        String given = System.getenv("TAHOE_VENV");
        Path folder = Path.of(given != null ? given : System.getProperty("tahoe.venv", "target/tahoe"))
                .toAbsolutePath();
        Files.createDirectories(folder.getParent());
        Path lock = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            Path complete = folder.resolve("complete");
            if (held.isValid() && !Files.exists(complete)) {
                run(Duration.ofMinutes(2), "python3", "-m", "venv", folder.toString());
                run(Duration.ofMinutes(10), folder.resolve("bin/pip").toString(), "install", "-q", REQUIREMENT);
                Files.createFile(complete);
            }
        }
        return new Tahoe(folder);
    }

    /** Runs {@code tahoe} with these arguments to its end. */
    void run(List<String> arguments) throws IOException {
        run(Duration.ofMinutes(1), command(arguments).toArray(String[]::new));
    }

    List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(environment.resolve("bin/tahoe").toString());
        command.addAll(arguments);
        return command;
    }

    static void run(Duration limit, String... command) throws IOException {
        Path output = Files.createTempFile("command", ".log");
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(command[0] + " did not end within " + limit);
            }
            if (process.exitValue() != 0) {
                throw new IOException(
                        command[0] + " ended with " + process.exitValue() + ":\n" + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            Files.delete(output);
        }
    }
}
