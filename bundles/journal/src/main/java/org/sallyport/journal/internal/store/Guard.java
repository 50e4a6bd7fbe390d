/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;

/** Calls providers, which may throw anything. */
final class Guard {

    private Guard() {}

    /** What a provider does. */
    @FunctionalInterface
    interface Action<T> {

        T run() throws IOException;
    }

    static <T> T guarded(Action<T> action) throws IOException {
        try {
            return action.run();
        } catch (RuntimeException faulty) {
            throw new IOException("the store's provider failed", faulty);
        }
    }
}
