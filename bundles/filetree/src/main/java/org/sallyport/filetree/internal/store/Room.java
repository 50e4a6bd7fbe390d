/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import org.sallyport.api.filetree.Space;

/**
 * Room in a store as clients bear it: there is at least one block, as they divide by the number, and no more is free than there is, as they
 * show the difference.
 *
 * @param block bytes of a block, at least 1
 * @param total bytes
 * @param free bytes that nobody uses
 * @param usable bytes that users can have
 * @param files number of files that there can be
 * @param freeFiles number of files that there can still be
 */
public record Room(long block, long total, long free, long usable, long files, long freeFiles) {

    /** @param identity of the file system */
    public Space space(long identity, boolean readOnly, int maxNameLength) {
        long most = Math.max(0, Math.max(free, usable));
        long blocks = Math.max(1, Math.max(total, most) / block);
        long left = Math.max(0, Math.min(files, freeFiles));
        return new Space(
                block,
                blocks,
                Math.max(0, free) / block,
                Math.max(0, usable) / block,
                Math.max(1, files),
                left,
                left,
                identity,
                readOnly,
                maxNameLength);
    }
}
