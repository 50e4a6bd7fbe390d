/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.disk;

import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads may run beside each other and beside one writer. */
public interface DiskFile extends AutoCloseable {

    /** Reads at a position. @return fewer bytes than there is room only at the end of the file; -1 at its end */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all bytes at a position. */
    void write(ByteBuffer source, long position) throws IOException;

    /** Returns when everything written would survive a power cut. */
    void force() throws IOException;

    long size() throws IOException;

    @Override
    void close() throws IOException;
}
