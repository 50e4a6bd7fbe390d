/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A content that does not change any more, or the view of one that is being written. Reads may run beside each other. */
public interface Content extends AutoCloseable {

    long size() throws IOException;

    /** Reads at a position. @return -1 behind the end, fewer bytes than wanted only at the end */
    int read(ByteBuffer target, long position) throws IOException;

    /** Gives up the use; the spool may forget the content with the last. */
    @Override
    void close();

    /** All of it, in order. Closing the stream does not end the use. */
    default InputStream stream() throws IOException {
        return new ContentStream(this);
    }
}
