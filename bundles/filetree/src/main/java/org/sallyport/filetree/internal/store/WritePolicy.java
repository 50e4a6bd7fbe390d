/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import org.sallyport.api.quirk.CloseReply;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;
import org.sallyport.api.quirk.SftpQuirks.SyncMode;
import org.sallyport.api.quirk.SftpQuirks.SyncReply;
import org.sallyport.api.quirk.SftpQuirks.UploadMode;

/**
 * What is promised to whoever writes a file.
 *
 * @param upload where content goes that creates or replaces a file
 * @param sync when it is forced to the disk
 * @param broken what becomes of it without a CLOSE
 * @param close when CLOSE is answered, where uploads are journaled
 * @param fsync what fsync waits for there
 */
public record WritePolicy(UploadMode upload, SyncMode sync, BrokenUpload broken, CloseReply close, SyncReply fsync) {

    /** Changes that are no upload: a truncation by path. */
    public static final WritePolicy IN_PLACE = new WritePolicy(
            UploadMode.IN_PLACE,
            SftpQuirks.SYNC.neutral(),
            SftpQuirks.BROKEN_UPLOAD.neutral(),
            CloseReply.SEALED,
            SyncReply.SEALED);

    public static WritePolicy of(Quirks quirks) {
        return new WritePolicy(
                quirks.get(SftpQuirks.UPLOAD),
                quirks.get(SftpQuirks.SYNC),
                quirks.get(SftpQuirks.BROKEN_UPLOAD),
                quirks.get(SftpQuirks.CLOSE_REPLY),
                quirks.get(SftpQuirks.FSYNC_REPLY));
    }

    public boolean isAtomic() {
        return upload == UploadMode.ATOMIC;
    }

    public boolean syncs() {
        return sync == SyncMode.CLOSE;
    }
}
