/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One node of a grid, a process of its own. It ends when its standard input does, so it does not outlive this JVM however that
 * ends; one that is suspended at that moment does. For one thread.
 */
public final class GridNode {

    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(10);

    private final Tahoe tahoe;
    private final Path folder;
    private Process process;

    GridNode(Tahoe tahoe, Path folder) {
        this.tahoe = tahoe;
        this.folder = folder;
    }

    /** Starts the process, and does not wait until the node serves. */
    public void start() throws IOException {
        if (isRunning()) {
            throw new IllegalStateException("node " + folder.getFileName() + " runs");
        }
        process = new ProcessBuilder(tahoe.command(List.of("run", folder.toString())))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
    }

    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /** Ends the process as a crash would (SIGKILL) and waits for its end. Does nothing where none runs. */
    public void kill() throws IOException {
        if (process != null) {
            process.destroyForcibly();
            await();
        }
    }

    /** Makes the process stand still (SIGSTOP): its connections stay open and nothing answers. */
    public void suspend() throws IOException {
        signal("STOP");
    }

    /** Lets a suspended process go on (SIGCONT). */
    public void resume() throws IOException {
        signal("CONT");
    }

    List<Path> shares(String storageIndex) throws IOException {
        return files(folder.resolve("storage/shares")
                .resolve(storageIndex.substring(0, 2))
                .resolve(storageIndex));
    }

    /** Files of shares that are on their way to this storage node. */
    public List<Path> incoming() throws IOException {
        return files(folder.resolve("storage/shares/incoming"));
    }

    private static List<Path> files(Path below) throws IOException {
        if (!Files.isDirectory(below)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(below)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (UncheckedIOException moved) {
            return List.of();
        }
    }

    /** What the process has written. */
    Path log() {
        return folder.resolve("output.log");
    }

    String output() throws IOException {
        return Files.exists(log()) ? Files.readString(log()) : "";
    }

    private void signal(String name) throws IOException {
        if (!isRunning()) {
            throw new IllegalStateException("node " + folder.getFileName() + " does not run");
        }
        Tahoe.run(SIGNAL_LIMIT, "kill", "-" + name, Long.toString(process.pid()));
    }

    private void await() throws IOException {
        try {
            if (!process.waitFor(SIGNAL_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("node " + folder.getFileName() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while node " + folder.getFileName() + " ended", e);
        }
    }
}
