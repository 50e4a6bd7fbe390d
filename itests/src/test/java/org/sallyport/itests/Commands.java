/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs, always with a time limit; what they started is ended with them. */
final class Commands {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Commands() {}

    /** How a program ended, and what it printed on both of its outputs. */
    record Result(List<String> command, int exit, String output) {

        Result expectSuccess() {
            if (exit != 0) {
                throw new CommandFailed(this);
            }
            return this;
        }
    }

    /** A program that reported failure. */
    static final class CommandFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CommandFailed(Result result) {
            super(String.join(" ", result.command()) + " ended with " + result.exit() + ":\n" + result.output());
        }
    }

    static Result run(String... command) {
        return run(LIMIT, "", Map.of(), Arrays.asList(command));
    }

    static Result run(Duration limit, String input, Map<String, String> environment, List<String> command) {
        Path output = null;
        Path in = null;
        try {
            output = Files.createTempFile("sallyport-it-", ".out");
            in = Files.createTempFile("sallyport-it-", ".in");
            Files.writeString(in, input, StandardCharsets.UTF_8);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(in.toFile())
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " did not end within " + limit + ":\n"
                        + new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
            }
            return new Result(
                    command, process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } finally {
            delete(output);
            delete(in);
        }
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
