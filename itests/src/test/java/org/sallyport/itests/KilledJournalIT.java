/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

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
        awaitClean();
    }

    /** What the killed run had put into the store for uploads that were cancelled goes after a start, soon but not at once. */
    private void awaitClean() throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (hasHiddenFiles() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private boolean hasHiddenFiles() throws IOException {
        try (Stream<Path> files = Files.list(store.folder())) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".sallyport-upload-"));
        }
    }
}
