/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.crypto;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A file of keys: one a line, in Base64, the newest first. To replace the key, put a new line before the others; an old line can go when no
 * file of the spool needs it, which a start says.
 */
public final class KeyFile {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private KeyFile() {}

    /** Reads the keys, or makes a file with one. @throws IOException if it cannot be read, is damaged, or open to others */
    public static SpoolKeys load(Path file) throws IOException {
        if (!Files.exists(file)) {
            make(file);
        }
        if (isPosix(file)) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.retainAll(OTHERS);
            if (!permissions.isEmpty()) {
                throw new IOException("the key file " + file + " can be read or written by others: chmod 600");
            }
        }
        List<byte[]> keys = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(key(file, line.trim()));
            }
        }
        if (keys.isEmpty()) {
            throw new IOException("the key file " + file + " holds no key");
        }
        return new SpoolKeys(keys);
    }

    private static byte[] key(Path file, String line) throws IOException {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException damaged) {
            throw new IOException("the key file " + file + " has a line that is not Base64", damaged);
        }
        if (key.length != SpoolKeys.KEY_BYTES) {
            throw new IOException("the key file " + file + " has a key that is not of 32 bytes");
        }
        return key;
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void make(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        FileAttribute<?>[] ownerOnly = isPosix(file)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        String text = "# Keys of the upload journal. Without them what is in the spool is lost.\n"
                + Base64.getEncoder().encodeToString(SpoolKeys.random()) + "\n";
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(written);
        try (FileChannel channel =
                FileChannel.open(written, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        } catch (FileAlreadyExistsException atTheSameTime) {
            throw new IOException("another process makes the key file " + file, atTheSameTime);
        }
        Files.move(written, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
