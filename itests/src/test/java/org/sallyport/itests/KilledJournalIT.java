/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/** Killed under work on a journaled mount, whose store is a fake one that takes its time. */
class KilledJournalIT extends KilledTestCase {

    private static final String PATH = "/killed";

    private FakeStore store;

    @Override
    String mount(Server started) throws Exception {
        store = FakeStore.mount(started, PATH, "close-reply = sealed\n");
        store.delay(Duration.ofMillis(20));
        return store.folder().toString();
    }

    @Override
    void awaitServing() throws Exception {
        store.awaitServing(PATH);
    }

    @Override
    void awaitSettled(long seed) throws Exception {
        assertThat(store.awaitStored(Duration.ofMinutes(2)))
                .as("parked, seed %d", seed)
                .isEmpty();
    }
}
