/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.log.SegmentLog;
import org.sallyport.journal.internal.pending.Spool;
import org.sallyport.journal.internal.pending.Uploads;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.SpoolBudget;

/** A server that gets no more threads of its system for a while: what it takes is stored when it gets one again. */
@Timeout(60)
class NoThreadTest extends JournalTestCase {

    private final MemoryDisk disk = new MemoryDisk();
    private final SpoolKeys keys = SpoolKeys.ofThisProcess();
    private final AtomicInteger refused = new AtomicInteger();
    private final ExecutorService workers = Executors.newCachedThreadPool(this::thread);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private RecordedStore store;
    private SegmentLog log;
    private Uploads uploads;

    private Thread thread(Runnable task) {
        if (refused.getAndDecrement() > 0) {
            throw new OutOfMemoryError("unable to create native thread"); // as Thread.start does
        }
        return new Thread(task);
    }

    @BeforeEach
    void open() throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), Optional.of(new ConcurrentHashMap<>()));
        log = SegmentLog.open(disk, keys, 1 << 20);
        JournalSettings settings = settings();
        uploads = new Uploads(new Spool(
                log,
                new Contents(log, new ContentFiles(disk, keys)),
                new SpoolBudget(disk, settings.limits()),
                new Buffers(settings.memory()),
                store.opener(),
                new Notices((what, upload, detail) -> {}),
                workers,
                timer,
                Clock.systemUTC(),
                1,
                1,
                settings.earlyPause(),
                settings.patience(),
                settings.firstRetry(),
                settings.lastRetry(),
                settings.giveUp()));
    }

    @AfterEach
    void close() throws Exception {
        timer.shutdownNow();
        workers.shutdown();
        log.close();
    }

    private void isStored(int size) throws Exception {
        try (JournaledStore pending = uploads.attach(DEFINITION)) {
            assertThatCode(() -> put(pending, "f", StoredState.ABSENT, new byte[size]))
                    .doesNotThrowAnyException();
            assertThat(uploads.drain(Duration.ofSeconds(40))).isTrue();
            assertThat(store.visible().get("f")).hasSize(size);
        }
    }

    @Test
    void whatIsAcknowledgedIsStoredLater() throws Exception {
        refused.set(3);
        isStored(10);
    }

    @Test
    void whatCannotBeSentWhileItIsWrittenIsSentLater() throws Exception {
        refused.set(1);
        isStored(5 << 20);
    }
}
