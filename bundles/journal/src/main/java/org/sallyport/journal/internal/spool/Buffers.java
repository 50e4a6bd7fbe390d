/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory that contents being written hold in all; who gets none writes each piece through. */
public final class Buffers {

    private final long most;
    private final AtomicLong used = new AtomicLong();

    public Buffers(long most) {
        this.most = most;
    }

    /** Whether there is room for so many more bytes; takes it if so. */
    boolean take(int bytes) {
        if (used.addAndGet(bytes) <= most) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        used.addAndGet(-bytes);
    }
}
