/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What a folder holds, counted once when a bounded store is opened.
 *
 * @param bytes of regular files
 * @param files of all kinds, directories among them, the folder itself not
 */
record Usage(long bytes, long files) {

    static Usage of(Path root) throws IOException {
        long[] sums = new long[2];
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                sums[1] += directory.equals(root) ? 0 : 1;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                sums[0] += attributes.isRegularFile() ? attributes.size() : 0;
                sums[1]++;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                sums[1]++;
                return FileVisitResult.CONTINUE;
            }
        });
        return new Usage(sums[0], sums[1]);
    }
}
