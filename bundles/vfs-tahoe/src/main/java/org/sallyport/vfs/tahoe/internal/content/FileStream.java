/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.io.InputStream;

/** A file from its beginning to its end, and from wherever it is put. For one thread at a time. */
public final class FileStream extends InputStream {

    private final FileReader reader;
    private long position;

    public FileStream(FileReader reader) {
        this.reader = reader;
    }

    public long position() {
        return position;
    }

    public void seek(long target) {
        position = target;
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = reader.read(position, target, offset, length);
        position += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) {
        long skipped = Math.max(0, Math.min(count, reader.size() - position));
        position += skipped;
        return skipped;
    }
}
