/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code tahoe} command, installed in the virtual environment that the system property {@value #PROPERTY} names. */
final class Tahoe {

    static final String PROPERTY = "tahoe.venv";

    private final Path environment;

    private Tahoe(Path environment) {
        this.environment = environment;
    }

    /** @throws IOException if it is not installed */
    static Tahoe installed() throws IOException {
        String folder = System.getProperty(PROPERTY);
        if (folder == null || !Files.isExecutable(Path.of(folder, "bin", "tahoe"))) {
            throw new IOException("the property " + PROPERTY + " has to name a virtual environment with tahoe-lafs");
        }
        return new Tahoe(Path.of(folder));
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
