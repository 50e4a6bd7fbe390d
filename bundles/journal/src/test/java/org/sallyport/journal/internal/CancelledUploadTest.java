/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.store.Outcome;
import org.sallyport.journal.internal.store.StoreAccess;

/** What a cancelled upload has in the store goes, also if the store is away first, and the server stops meanwhile. */
@Timeout(60)
class CancelledUploadTest extends JournalTestCase {

    private final MemoryDisk disk = new MemoryDisk();
    private final CountDownLatch putting = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);

    private Journal open(StoreAccess.Opener opener) throws Exception {
        return Journal.open(settings(Map.of("last-retry", "1h")), () -> {}, disk, opener, (what, upload, detail) -> {});
    }

    /** A store that is away once the content is in it, as a real one can be; nothing of a real one makes it so at the right moment. */
    private final class AwayAfterPut implements StoreAccess {

        private final StoreAccess store;

        AwayAfterPut(StoreAccess store) {
            this.store = store;
        }

        @Override
        public StoredState inspect(List<String> names) throws IOException {
            return store.inspect(names);
        }

        @Override
        public String identity(List<String> directory) throws IOException {
            return store.identity(directory);
        }

        @Override
        public Optional<List<String>> locate(String identity) throws IOException {
            return store.locate(identity);
        }

        @Override
        public void probe() throws IOException {
            store.probe();
        }

        @Override
        public String put(UploadRecord record, Content content) throws IOException {
            String unlinked = store.put(record, content);
            putting.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException stopped) {
                throw new IOException("stopped", stopped);
            }
            return unlinked;
        }

        @Override
        public Optional<String> putEarly(ContentSource content) throws IOException {
            return store.putEarly(content);
        }

        @Override
        public List<Outcome> link(List<UploadRecord> uploads, Contents contents, Expectations expectations)
                throws IOException {
            return store.link(uploads, contents, expectations);
        }

        @Override
        public Optional<UploadRecord> replacing(List<String> from, List<String> to, RecordStore records)
                throws IOException {
            return store.replacing(from, to, records);
        }

        @Override
        public void setAside(UploadRecord replaced) throws IOException {
            store.setAside(replaced);
        }

        @Override
        public void discard(UploadRecord cancelled) throws IOException {
            throw new IOException("away");
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @Test
    void itsContentIsDeletedAsSoonAsTheStoreAnswers() throws Exception {
        RecordedStore store = new RecordedStore(() -> 0, Map.of(), Optional.empty());
        try (Journal journal =
                        open(definition -> new AwayAfterPut(store.opener().open(definition)));
                JournaledStore pending = journal.attach(DEFINITION)) {
            put(pending, "f", "content");
            putting.await();
            pending.remove(SESSION, place("f"), () -> {});
            goesOn.countDown();
        }
        assertThat(store.hidden()).hasSize(1);

        AtomicInteger tries = new AtomicInteger();
        StoreAccess.Opener late = definition -> {
            if (tries.incrementAndGet() < 10) {
                throw new IOException("its provider is not there yet");
            }
            return store.opener().open(definition);
        };
        try (Journal journal = open(late)) {
            assertThat(journal.drain(Duration.ofSeconds(30))).isTrue();
            assertThat(store.hidden()).isEmpty();
            assertThat(tries).hasValueGreaterThan(9);
        }
        try (Journal journal = open(definition -> {
            throw new AssertionError("nothing is left to be done");
        })) {
            assertThat(journal.drain(Duration.ofSeconds(30))).isTrue();
        }
    }
}
