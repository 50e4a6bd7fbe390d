/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.PendingFile;
import org.sallyport.api.metadata.FileAttributes;

/** A file that its session is still writing. It can be read on when the writing has ended. */
record OpenUploadFile(StoreUploads uploads, OpenUpload upload) implements PendingFile {

    @Override
    public FileAttributes attributes() {
        return upload.attributes();
    }

    @Override
    public boolean isSealed() {
        return false;
    }

    @Override
    public Reading read() {
        uploads.locked(() -> {
            upload.addReader();
            return null;
        });
        return new OpenReading(upload);
    }

    private record OpenReading(OpenUpload upload) implements Reading {

        @Override
        public int read(ByteBuffer target, long position) throws FileTreeException {
            return upload.read(target, position);
        }

        @Override
        public FileAttributes attributes() {
            return upload.attributes();
        }

        @Override
        public void close() {
            upload.closeReader();
        }
    }
}
