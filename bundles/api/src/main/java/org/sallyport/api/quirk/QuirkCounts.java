/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.concurrent.atomic.AtomicIntegerArray;

/** How often the value of each switch made a difference in one session. For use by many threads. */
public final class QuirkCounts {

    private final AtomicIntegerArray counts = new AtomicIntegerArray(KnownQuirks.SLOTS);

    public void increment(Quirk<?> quirk) {
        counts.incrementAndGet(quirk.index());
    }

    public int of(Quirk<?> quirk) {
        return counts.get(quirk.index());
    }
}
