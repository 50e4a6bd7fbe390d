/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.time.Duration;

/** Whether a store answers: after a failure it is left alone for a while, twice as long each time, then tried with one thing. */
final class StoreHealth {

    private final Duration first;
    private final Duration longest;
    private int failures;
    private long retryAt;

    StoreHealth(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    static Duration backOff(int failures, Duration first, Duration longest) {
        Duration wait = first.multipliedBy(1L << Math.min(30, failures));
        return wait.compareTo(longest) < 0 ? wait : longest;
    }

    /** @param now as {@link System#nanoTime} */
    void failed(long now) {
        if (delay(now) > 0) {
            return; // one of several that were under way
        }
        retryAt = now + backOff(failures, first, longest).toNanos();
        failures++;
    }

    void answered() {
        failures = 0;
    }

    void retryNow() {
        if (failures > 0) {
            retryAt = System.nanoTime();
        }
    }

    boolean isDoubtful() {
        return failures > 0;
    }

    /** Nanoseconds until it may be tried. */
    long delay(long now) {
        return failures == 0 ? 0 : Math.max(0, retryAt - now);
    }
}
