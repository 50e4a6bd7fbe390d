/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether a file system answers so quickly that an I/O thread may call it. Java cannot see what is cached, and a local folder may be
 * a network mount, so only types that are known to be local count, and one slow call is believed more than the type.
 */
final class Promptness {

    private static final Set<String> LOCAL_TYPES = Set.of(
            "ext2",
            "ext3",
            "ext4",
            "ext2/ext3",
            "xfs",
            "btrfs",
            "f2fs",
            "zfs",
            "tmpfs",
            "ramfs",
            "overlay",
            "apfs",
            "hfs",
            "NTFS",
            "ReFS");

    private static final long SLOW_NANOS = Duration.ofMillis(250).toNanos();
    private static final long DISTRUST_NANOS = Duration.ofMinutes(1).toNanos();

    /** About what it takes to hand something over to another thread, which is the other way not to wait. */
    private static final long QUICK_SYNC_NANOS = 200_000;

    private static final int QUICK_SYNCS = 32;

    private final boolean local;
    private final AtomicInteger quickSyncs = new AtomicInteger();
    private volatile long distrustedSince;
    private volatile boolean distrusted;

    /** @param type as {@link java.nio.file.FileStore#type()} tells it */
    Promptness(String type) {
        local = LOCAL_TYPES.contains(type);
    }

    boolean isPrompt() {
        if (!local) {
            return false;
        }
        if (distrusted && System.nanoTime() - distrustedSince > DISTRUST_NANOS) {
            distrusted = false;
        }
        return !distrusted;
    }

    /**
     * Whether syncs may be waited for too: all of the last ones were quick, as they are in memory and on disks whose own memory survives a
     * power cut. One that is not sends the next ones to the workers.
     */
    boolean syncsPromptly() {
        return isPrompt() && quickSyncs.get() == QUICK_SYNCS;
    }

    /** A small file or a directory was synced. */
    void syncTook(long nanos) {
        quickSyncs.updateAndGet(quick -> nanos > QUICK_SYNC_NANOS ? 0 : Math.min(quick + 1, QUICK_SYNCS));
    }

    void took(long nanos) {
        if (nanos > SLOW_NANOS) {
            distrustedSince = System.nanoTime();
            distrusted = true;
        }
    }
}
