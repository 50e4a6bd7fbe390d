/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attributes that a file or directory is made with. */
final class NewFile {

    private static final Logger LOG = LoggerFactory.getLogger(NewFile.class);

    /** In the order of their bits, from that of the owner's reading on. */
    private static final PosixFilePermission[] PERMISSIONS = PosixFilePermission.values();

    private static final int OWNER_READ = 0400;
    private static final int OWNER_WRITE = 0200;
    private static final int OWNERS = OWNER_READ | OWNER_WRITE;

    private NewFile() {}

    /**
     * Makes a file with its attributes, and opens it; leaves none where it cannot have them.
     *
     * @param modes that make it
     */
    static FileChannel make(LocalMetadataMapper mapper, Path file, Set<OpenOption> modes, FileAttributes initial)
            throws IOException {
        FileChannel channel = FileChannel.open(file, modes, firstMode(file, initial));
        boolean made = false;
        try {
            give(mapper, file, initial);
            made = true;
            return channel;
        } finally {
            if (!made) {
                drop(channel, file);
            }
        }
    }

    /**
     * What something new is made with, so that it is private from its first moment where it is to be, and mostly what it is to be at once.
     * {@link #give} does the rest.
     */
    static FileAttribute<?>[] firstMode(Path file, FileAttributes initial) {
        if (!initial.has(Attribute.PERMISSIONS)) {
            return new FileAttribute<?>[0];
        }
        boolean more =
                !initial.toBuilder().without(Attribute.PERMISSIONS).build().isEmpty();
        // Its owner's pairs and times can be set only on what he can read and write.
        return mode(file, initial.permissions() | (more ? OWNERS : 0));
    }

    /** For the owner alone, until {@link #give} or another says more. */
    static FileAttribute<?>[] ofOwnerAlone(Path file) {
        return mode(file, OWNERS);
    }

    private static FileAttribute<?>[] mode(Path file, int mode) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0];
        }
        Set<PosixFilePermission> granted = EnumSet.noneOf(PosixFilePermission.class);
        for (PosixFilePermission each : PERMISSIONS) {
            if ((mode & OWNER_READ >> each.ordinal()) != 0) {
                granted.add(each);
            }
        }
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(granted)};
    }

    /** Closes and deletes a file. */
    static void drop(FileChannel channel, Path file) throws IOException {
        channel.close();
        Files.delete(file);
    }

    /**
     * Sets its permissions, and as much of the rest as the file system lets: clients send owners with what they make, and an owner that
     * cannot be given is no reason not to make it.
     *
     * @throws IOException if the permissions could not be set
     */
    static void give(LocalMetadataMapper mapper, Path file, FileAttributes initial) throws IOException {
        FileAttributes rest = initial.toBuilder().without(Attribute.PERMISSIONS).build();
        if (!rest.isEmpty()) {
            try {
                mapper.write(file, false, rest);
            } catch (IOException refused) {
                LOG.debug("attributes that something new was to have are left out: {}", refused.toString());
            }
        }
        FileAttributes.Builder permissions = FileAttributes.builder(initial.type());
        if (initial.has(Attribute.PERMISSIONS)) {
            permissions.permissions(initial.permissions());
        }
        mapper.write(file, false, permissions.build());
    }
}
