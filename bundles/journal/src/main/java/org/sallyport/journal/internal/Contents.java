/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.io.IOException;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.DamagedException;
import org.sallyport.journal.internal.spool.MemoryContent;
import org.sallyport.journal.internal.store.StoreAccess;

/** Finds the contents that records refer to. */
public record Contents(RecordStore records, ContentFiles files) implements StoreAccess.Contents {

    @Override
    public Content open(UploadRecord record) throws IOException {
        SpoolReference reference =
                record.content().orElseThrow(() -> new DamagedException("the upload has no content in the spool"));
        return reference.inline() ? new MemoryContent(records.readInline(record.id())) : files.open(reference);
    }

    /** Counts in a content for one more record. */
    public void adopt(UploadRecord record) {
        record.content().filter(reference -> !reference.inline()).ifPresent(files::adopt);
    }

    /** Ends the use of a content by a record. */
    public void release(UploadRecord record) {
        record.content().filter(reference -> !reference.inline()).ifPresent(files::release);
    }
}
