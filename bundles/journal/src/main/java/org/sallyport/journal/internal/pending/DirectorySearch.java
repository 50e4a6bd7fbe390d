/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.store.StoreAccess;

/** Looks for directories that were moved in a store; for one that is gone, not for each of its uploads. For callers without the lock. */
final class DirectorySearch {

    /** Nanoseconds for which a directory that was not found is not looked for again. */
    private static final long AGAIN = TimeUnit.MINUTES.toNanos(1);

    private final StoreUploads uploads;
    private final Spool spool;
    private String lost = "";
    private long lostAt;

    DirectorySearch(StoreUploads uploads, Spool spool) {
        this.uploads = uploads;
        this.spool = spool;
    }

    /** @return where the directory of an upload is; empty if it is gone */
    Optional<List<String>> locate(UploadRecord record) throws IOException {
        long now = System.nanoTime();
        if (uploads.locked(() -> record.directory().equals(lost) && now - lostAt < AGAIN)) {
            return Optional.empty();
        }
        Optional<List<String>> found;
        try (StoreAccess access = spool.opener().open(record.store())) {
            found = access.locate(record.directory());
        }
        if (found.isEmpty()) {
            uploads.locked(() -> {
                lost = record.directory();
                lostAt = now;
                return null;
            });
        }
        return found;
    }
}
