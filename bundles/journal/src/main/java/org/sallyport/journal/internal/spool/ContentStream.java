/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A content from its beginning to its end. */
final class ContentStream extends InputStream {

    private final Content content;
    private long position;

    ContentStream(Content content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = content.read(ByteBuffer.wrap(target, offset, length), position);
        position += Math.max(0, count);
        return count;
    }
}
