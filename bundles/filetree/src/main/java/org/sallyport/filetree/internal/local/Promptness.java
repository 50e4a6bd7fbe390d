/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.time.Duration;
import java.util.Set;

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

    private final boolean local;
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

    void took(long nanos) {
        if (nanos > SLOW_NANOS) {
            distrustedSince = System.nanoTime();
            distrusted = true;
        }
    }
}
