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
import java.util.List;
import java.util.function.Function;

/**
 * What a Java process holds.
 *
 * @param threads all threads, those of the Java runtime included
 * @param descriptors files and sockets that are open
 * @param heapBytes what is reachable in the heap, after a collection
 */
record Holding(int threads, int descriptors, long heapBytes) {

    static Holding of(long pid, Function<List<String>, Commands.Result> tools) {
        List<String> histogram = tools.apply(List.of("jcmd", Long.toString(pid), "GC.class_histogram"))
                .output()
                .lines()
                .filter(line -> line.startsWith("Total"))
                .toList();
        String[] total = histogram.get(0).trim().split("\\s+");
        Path process = Path.of("/proc", Long.toString(pid));
        return new Holding(count(process.resolve("task")), count(process.resolve("fd")), Long.parseLong(total[2]));
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
