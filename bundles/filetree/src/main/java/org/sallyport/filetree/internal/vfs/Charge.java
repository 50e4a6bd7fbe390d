/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.filetree.internal.store.Quota;

/** What an upload takes of its mount's quota: given back if nothing comes of it. Changed by one thread at a time. */
final class Charge {

    private final Quota quota;
    /** Free once the upload is complete. */
    private long replaced;
    /** Taken for what is not kept yet. */
    private long files;

    private long bytes;

    private Charge(Quota quota, long replaced, long files) {
        this.quota = quota;
        this.replaced = replaced;
        this.files = files;
    }

    /** @param replaced bytes that are free once the upload is complete */
    static Charge take(Quota quota, boolean exists, long replaced) throws FileTreeException {
        long files = exists ? 0 : 1;
        quota.takeFiles(files);
        return new Charge(quota, replaced, files);
    }

    void grow(long count) throws FileTreeException {
        quota.takeBytes(count);
        bytes += count;
    }

    void shrink(long count) {
        quota.give(count, 0);
        bytes -= count;
    }

    /** What was written so far stays, whatever becomes of the rest. */
    void complete() {
        quota.give(replaced, 0);
        replaced = 0;
        files = 0;
        bytes = 0;
    }

    void giveBack() {
        quota.give(bytes, files);
    }
}
