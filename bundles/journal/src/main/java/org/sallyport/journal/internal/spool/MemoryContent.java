/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.nio.ByteBuffer;

/** A small content, in memory while it is used. */
public record MemoryContent(byte[] bytes) implements Content {

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(ByteBuffer target, long position) {
        return read(bytes, bytes.length, target, position);
    }

    static int read(byte[] bytes, int length, ByteBuffer target, long position) {
        if (position >= length) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(target.remaining(), length - position);
        target.put(bytes, (int) position, count);
        return count;
    }

    @Override
    public void close() {
        // memory is all it holds
    }
}
