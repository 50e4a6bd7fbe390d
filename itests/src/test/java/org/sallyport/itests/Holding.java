/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process holds.
 *
 * @param threads all threads, those of the Java runtime included
 * @param descriptors files and sockets that are open
 */
record Holding(int threads, int descriptors) {

    static Holding of(long pid) {
        Path process = Path.of("/proc", Long.toString(pid));
        return new Holding(count(process.resolve("task")), count(process.resolve("fd")));
    }

    private static int count(Path directory) {
        int count = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                count += entry.getNameCount() > 0 ? 1 : 0;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return count;
    }
}
