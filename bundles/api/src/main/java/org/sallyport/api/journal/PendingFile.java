/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.nio.ByteBuffer;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.metadata.FileAttributes;

/** A file that is not in the store yet, or not in its newest form. */
public interface PendingFile {

    /** Type, size, permissions and time of modification always; more if it was set. */
    FileAttributes attributes();

    /** Whether its CLOSE has come. */
    boolean isSealed();

    /** Opens it for reading; it can be read on when it is stored, replaced or removed meanwhile. */
    Reading read() throws FileTreeException;

    /** An open content. */
    interface Reading extends AutoCloseable {

        /** As {@link org.sallyport.api.filetree.OpenFile#read}. */
        int read(ByteBuffer target, long position) throws FileTreeException;

        /** Attributes as of now. */
        FileAttributes attributes();

        @Override
        void close();
    }
}
