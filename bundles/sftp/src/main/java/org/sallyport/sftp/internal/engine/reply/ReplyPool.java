/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.reply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.sallyport.sftp.internal.codec.ReplyBuffer;

/**
 * Reply buffers of a few sizes, shared by all sessions, so that an idle session holds none. What is kept is bounded; what is
 * wanted beyond it is made and thrown away.
 */
public final class ReplyPool {

    private final List<Shelf> shelves =
            List.of(new Shelf(256, 512), new Shelf(36 << 10, 96), new Shelf(72 << 10, 24), new Shelf(264 << 10, 12));

    private static final class Shelf {

        private final int size;
        private final int most;
        private final Deque<ReplyBuffer> free = new ArrayDeque<>();

        private Shelf(int size, int most) {
            this.size = size;
            this.most = most;
        }

        private ReplyBuffer take() {
            ReplyBuffer buffer;
            synchronized (free) {
                buffer = free.pollLast();
            }
            return buffer == null ? new ReplyBuffer(size) : buffer;
        }

        private void put(ReplyBuffer buffer) {
            synchronized (free) {
                if (free.size() < most) {
                    free.addLast(buffer);
                }
            }
        }
    }

    /** @param bytes how much the reply is likely to take; it may take more */
    public ReplyBuffer take(int bytes) {
        for (Shelf shelf : shelves) {
            if (bytes <= shelf.size) {
                return shelf.take();
            }
        }
        return new ReplyBuffer(bytes);
    }

    /** Takes a buffer back; one that has grown goes to the shelf it fits now. */
    public void giveBack(ReplyBuffer buffer) {
        for (int i = shelves.size() - 1; i >= 0; i--) {
            Shelf shelf = shelves.get(i);
            if (buffer.capacity() >= shelf.size) {
                if (buffer.capacity() <= 2 * shelf.size) {
                    shelf.put(buffer);
                }
                return;
            }
        }
    }
}
