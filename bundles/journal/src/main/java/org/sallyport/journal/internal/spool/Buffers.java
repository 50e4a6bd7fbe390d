/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory that contents being written hold in all: for their bytes, where who gets none writes each piece through, and as much
 * again for the maps of those that are written in scattered pieces.
 */
public final class Buffers {

    private final long most;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong usedByMaps = new AtomicLong();

    public Buffers(long most) {
        this.most = most;
    }

    /** Whether there is room for so many more bytes; takes it if so. */
    boolean take(int bytes) {
        return take(used, bytes);
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }

    /** The same for maps. */
    boolean takeForMap(int bytes) {
        return take(usedByMaps, bytes);
    }

    void giveFromMap(int bytes) {
        usedByMaps.addAndGet(-bytes);
    }

    private boolean take(AtomicLong counter, int bytes) {
        if (counter.addAndGet(bytes) <= most) {
            return true;
        }
        counter.addAndGet(-bytes);
        return false;
    }
}
