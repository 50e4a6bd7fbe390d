/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.store.StoreAccess;

/** The machine's clock is set back, and far ahead, while uploads are under way. */
@Timeout(300)
class ClockTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Instant SUMMER = Instant.parse("2026-06-01T12:00:00Z");
    private static final Instant LONG_AGO = Instant.parse("2001-02-03T04:05:06Z");
    private static final Instant FAR_AHEAD = Instant.parse("2126-01-01T00:00:00Z");

    private final MemoryDisk disk = new MemoryDisk();
    private final AtomicInteger refusals = new AtomicInteger(Integer.MAX_VALUE);
    private RecordedStore store;
    private volatile Instant now = SUMMER;

    private final Clock clock = new Clock() {

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    private Journal open() throws Exception {
        return Journal.open(
                settings(Map.of("give-up", "1d")), () -> {}, disk, this::access, (what, on, detail) -> {}, clock);
    }

    /** The store is away for a while. */
    private StoreAccess access(StoreDefinition definition) throws IOException {
        if (refusals.getAndDecrement() > 0) {
            throw new IOException("the store is away");
        }
        return store.opener().open(definition);
    }

    private static void create(JournaledStore pending, String name, String content) throws FileTreeException {
        put(pending, name, StoredState.ABSENT, content);
    }

    private static Instant modified(JournaledStore pending, String name) {
        return Instant.ofEpochSecond(
                pending.find("nobody", place(name)).orElseThrow().attributes().modifySeconds());
    }

    @Test
    void orderTimesAndRetriesDoNotDependOnTheClock() throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), Optional.empty());
        try (Journal journal = open();
                JournaledStore pending = journal.attach(DEFINITION)) {
            create(pending, "replaced", "first");
            create(pending, "kept", "kept");
            Upload timed = begin(pending, "timed", StoredState.ABSENT);
            timed.write(ByteBuffer.wrap(new byte[10]), 0);
            timed.setAttributes(FileAttributes.builder(FileType.UNKNOWN)
                    .modifyTime(SUMMER.getEpochSecond(), 0)
                    .build());
            now = LONG_AGO;
            timed.close(CloseReply.SEALED);
            create(pending, "replaced", "second");
            assertThat(modified(pending, "kept")).as("written before").isEqualTo(SUMMER);
            assertThat(modified(pending, "timed")).as("set by its client").isEqualTo(SUMMER);
            assertThat(modified(pending, "replaced")).as("as the clock says").isEqualTo(LONG_AGO);
        }
        now = LONG_AGO.minusSeconds(1);
        try (Journal journal = open();
                JournaledStore pending = journal.attach(DEFINITION)) {
            create(pending, "replaced", "third");
            assertThat(modified(pending, "kept")).isEqualTo(SUMMER);
            while (journal.status().failures() < 3) {
                Thread.onSpinWait();
            }
            now = FAR_AHEAD; // long after all would be given up
            long failures = journal.status().failures();
            while (journal.status().failures() < failures + 3) {
                Thread.onSpinWait();
            }
            now = LONG_AGO.minus(Duration.ofDays(1000));
            refusals.set(20);
            assertThat(journal.drain(LONG)).isTrue();
            assertThat(journal.uploads()).isEmpty();
        }
        assertThat(visible(store))
                .containsOnlyKeys("kept", "replaced", "timed")
                .containsEntry("kept", "kept")
                .containsEntry("replaced", "third");
    }
}
