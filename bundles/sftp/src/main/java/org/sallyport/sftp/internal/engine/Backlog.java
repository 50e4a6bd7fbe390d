/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Bytes of the channel that cannot be looked at yet, as they came: much less than the requests they hold would take. The
 * channel's window bounds them, since no credit is given for them.
 */
final class Backlog {

    private static final int CHUNK = 32 << 10;

    private final Deque<ByteBuffer> chunks = new ArrayDeque<>();

    synchronized boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** Takes all bytes over. */
    synchronized void add(ByteBuffer data) {
        while (data.hasRemaining()) {
            ByteBuffer last = chunks.peekLast();
            if (last == null || last.limit() == last.capacity()) {
                last = ByteBuffer.allocate(Math.max(256, Math.min(CHUNK, data.remaining())))
                        .limit(0);
                chunks.addLast(last);
            }
            int start = last.limit();
            int count = Math.min(data.remaining(), last.capacity() - start);
            last.limit(start + count);
            last.put(start, data, data.position(), count);
            data.position(data.position() + count);
        }
    }

    /** Takes the oldest bytes out; null if there are none. */
    synchronized ByteBuffer poll() {
        return chunks.pollFirst();
    }

    synchronized void clear() {
        chunks.clear();
    }
}
