/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.packet;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Memory for packets under way to the client, shared by all connections of a server, so that an idle one holds none. What is
 * kept is bounded; what is wanted beyond it is made and thrown away.
 */
public final class PacketPool {

    /** Header, padding and MAC around the payload. */
    private static final int AROUND = 192;

    private final Shelf small = new Shelf(1 << 10, 256);
    private final Shelf whole = new Shelf((32 << 10) + (1 << 10), 96);

    private static final class Shelf {

        private final int size;
        private final int most;
        private final Deque<byte[]> free = new ArrayDeque<>();

        private Shelf(int size, int most) {
            this.size = size;
            this.most = most;
        }

        private byte[] take() {
            synchronized (free) {
                byte[] kept = free.pollLast();
                if (kept != null) {
                    return kept;
                }
            }
            return new byte[size];
        }

        private void put(byte[] memory) {
            synchronized (free) {
                if (free.size() < most) {
                    free.addLast(memory);
                }
            }
        }
    }

    /** @param payload bytes of the packet's payload; there is room around them too */
    public byte[] take(int payload) {
        int size = payload + AROUND;
        if (size <= small.size) {
            return small.take();
        }
        return size <= whole.size ? whole.take() : new byte[size];
    }

    /** Takes back what nobody uses any more. */
    public void giveBack(byte[] memory) {
        if (memory.length == small.size) {
            small.put(memory);
        } else if (memory.length == whole.size) {
            whole.put(memory);
        }
    }
}
