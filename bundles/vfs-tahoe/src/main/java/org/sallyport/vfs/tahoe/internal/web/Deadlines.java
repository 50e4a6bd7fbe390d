/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.time.Duration;

/**
 * How long to wait for a node.
 *
 * @param connect for a connection
 * @param answer for an answer to a request of a few kilobytes, body included
 * @param upload for the answer to an upload, beyond what its size takes at {@link #SLOWEST_UPLOAD}
 */
public record Deadlines(Duration connect, Duration answer, Duration upload) {

    /** Bytes per second below which an upload counts as hanging. */
    private static final long SLOWEST_UPLOAD = 256 << 10;

    public static final Deadlines DEFAULT =
            new Deadlines(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(2));

    Duration upload(long length) {
        return upload.plusSeconds(length / SLOWEST_UPLOAD);
    }
}
