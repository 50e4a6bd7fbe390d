/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;
import org.sallyport.api.quirk.SftpQuirks.SyncMode;
import org.sallyport.api.quirk.SftpQuirks.UploadMode;

/**
 * What is promised to whoever writes a file.
 *
 * @param upload where content goes that creates or replaces a file
 * @param sync when it is forced to the disk
 * @param broken what becomes of it without a CLOSE
 */
public record WritePolicy(UploadMode upload, SyncMode sync, BrokenUpload broken) {

    /** Changes that are no upload: a truncation by path. */
    public static final WritePolicy IN_PLACE =
            new WritePolicy(UploadMode.IN_PLACE, SftpQuirks.SYNC.neutral(), SftpQuirks.BROKEN_UPLOAD.neutral());

    public static WritePolicy of(Quirks quirks) {
        return new WritePolicy(
                quirks.get(SftpQuirks.UPLOAD), quirks.get(SftpQuirks.SYNC), quirks.get(SftpQuirks.BROKEN_UPLOAD));
    }

    public boolean isAtomic() {
        return upload == UploadMode.ATOMIC;
    }

    public boolean syncs() {
        return sync == SyncMode.CLOSE;
    }
}
