/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sees to it that one process at a time uses a spool. */
public final class SpoolLock implements Closeable {

    private static final String NAME = "lock";

    private final FileChannel channel;

    private SpoolLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException if another process, or another journal of this one, has the spool */
    public static SpoolLock take(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            throw new IOException("another journal of this process uses the spool " + folder, ofThisProcess);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new IOException("another process uses the spool " + folder);
        }
        return new SpoolLock(channel);
    }

    /** Whether a file of the folder is the lock. */
    public static boolean isLock(String name) {
        return name.equals(NAME);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
