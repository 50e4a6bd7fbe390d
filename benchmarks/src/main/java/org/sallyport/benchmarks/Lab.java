/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The folder that all servers show, with the data of the works; made anew, and removed at the end.
 *
 * @param root absolute
 * @param largeSize bytes of the large file, a multiple of 1 MiB
 * @param smallFiles how many small files there are
 * @param manyFiles how many entries the large directory has
 * @param stats how many STATs a work sends
 * @param connections how many connections a work opens
 */
record Lab(Path root, long largeSize, int smallFiles, int manyFiles, int stats, int connections)
        implements AutoCloseable {

    static final int SMALL_SIZE = 4096;

    Path data() {
        return root.resolve("data");
    }

    private Path uploads() {
        return data().resolve("up");
    }

    void make() throws IOException {
        Files.createDirectories(uploads());
        try (FileChannel large =
                FileChannel.open(data().resolve("large"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            byte[] block = new byte[1 << 20];
            SplittableRandom random = new SplittableRandom(42);
            for (long written = 0; written < largeSize; written += block.length) {
                random.nextBytes(block);
                large.write(ByteBuffer.wrap(block));
            }
        }
        files(data().resolve("small"), smallFiles, new byte[SMALL_SIZE]);
        files(data().resolve("many"), manyFiles, new byte[0]);
    }

    private static void files(Path directory, int count, byte[] content) throws IOException {
        Files.createDirectories(directory);
        for (int i = 0; i < count; i++) {
            Files.write(directory.resolve("f" + i), content);
        }
    }

    /** Removes what was uploaded, so that each work begins with the same. */
    void clean() throws IOException {
        List<Path> uploaded;
        try (Stream<Path> entries = Files.list(uploads())) {
            uploaded = entries.toList();
        }
        for (Path file : uploaded) {
            Files.delete(file);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(root)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }
}
