/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.GridUnavailableException;

/**
 * Keeps what first looks at a directory and then changes it apart from other changes made through here: a link must not be set back to a
 * content that was replaced meanwhile. Links to new contents go beside each other. Waiting has a limit.
 */
public final class DirectoryGuards {

    private static final int STRIPES = 256;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ReadWriteLock[] stripes =
            Stream.generate(ReentrantReadWriteLock::new).limit(STRIPES).toArray(ReadWriteLock[]::new);

    /** A change of directories. */
    @FunctionalInterface
    public interface Change {

        void make() throws IOException;
    }

    private static int stripe(Capability directory) {
        return Math.floorMod(directory.identity().hashCode(), STRIPES);
    }

    /** Links something new. */
    public void shared(Capability directory, Change change) throws IOException {
        locked(stripes[stripe(directory)].readLock(), change);
    }

    /** Links again what is linked, or takes a link away because of what it leads to. */
    public void exclusive(Capability directory, Change change) throws IOException {
        locked(stripes[stripe(directory)].writeLock(), change);
    }

    /** Moves something from one directory to another, or within one. */
    public void moving(Capability from, Capability to, Change change) throws IOException {
        int source = stripe(from);
        int target = stripe(to);
        if (source == target) {
            exclusive(from, change);
        } else if (source < target) {
            exclusive(from, () -> shared(to, change));
        } else {
            shared(to, () -> exclusive(from, change));
        }
    }

    private static void locked(Lock lock, Change change) throws IOException {
        try {
            if (!lock.tryLock(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new GridUnavailableException("another change of the directory does not end");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a directory");
        }
        try {
            change.make();
        } finally {
            lock.unlock();
        }
    }
}
