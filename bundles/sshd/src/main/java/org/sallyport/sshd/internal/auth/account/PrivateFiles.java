/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/** Files that only the server's own user reads and writes, replaced so that they are whole, and on disk, at any moment. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** What changes whenever a file does: the inode too, since a file replaced twice in one tick keeps its time. */
    record Stamp(FileTime modified, long size, String inode) {}

    /** @return empty if there is no such file */
    static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(
                    new Stamp(attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey())));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** @return empty if there is no such file */
    static Optional<List<String>> lines(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    /** @throws IOException if anybody on the machine could have written the file */
    static void requireTrustworthy(Path file) throws IOException {
        if (isPosix(file) && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IOException(file + " can be written by everybody: it is not used until its mode is 600");
        }
    }

    static void write(Path file, String text) throws IOException {
        Path folder = file.getParent();
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
            if (isPosix(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        }
        Path next = Files.createTempFile(folder, ".new", ".tmp");
        try {
            Files.writeString(next, text);
            if (isPosix(next)) {
                Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
            }
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            if (isPosix(folder)) {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        } finally {
            Files.deleteIfExists(next);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
