/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.PendingFile;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.journal.internal.spool.Content;

/** A sealed upload as a file that can be read. */
record SealedFile(StoreUploads uploads, SealedUpload upload, UploadRecord record) implements PendingFile {

    @Override
    public FileAttributes attributes() {
        return OpenUpload.shown(record.attributes(), record.size(), record.sealed());
    }

    @Override
    public boolean isSealed() {
        return true;
    }

    @Override
    public Reading read() throws FileTreeException {
        try {
            return new SealedReading(uploads.spool().contents().open(record), attributes());
        } catch (IOException failed) {
            uploads.awaitEnd(upload); // whoever looks again then finds it stored, replaced or removed
            throw failure(failed);
        }
    }

    private static FileTreeException failure(IOException failed) {
        return new FileTreeException(Reason.FAILURE, "The content of a pending upload cannot be read", failed);
    }

    private record SealedReading(Content content, FileAttributes attributes) implements Reading {

        @Override
        public int read(ByteBuffer target, long position) throws FileTreeException {
            try {
                return content.read(target, position);
            } catch (IOException failed) {
                throw failure(failed);
            }
        }

        @Override
        public void close() {
            content.close();
        }
    }
}
