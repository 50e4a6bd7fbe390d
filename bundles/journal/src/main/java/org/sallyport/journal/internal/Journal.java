/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadJournal;
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.journal.internal.Notices.Happening;
import org.sallyport.journal.internal.crypto.KeyFile;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Disk;
import org.sallyport.journal.internal.disk.FolderDisk;
import org.sallyport.journal.internal.disk.SpoolLock;
import org.sallyport.journal.internal.log.SegmentLog;
import org.sallyport.journal.internal.pending.Spool;
import org.sallyport.journal.internal.pending.UploadCounts;
import org.sallyport.journal.internal.pending.Uploads;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.SpoolBudget;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A journal on its spool, with whatever earlier runs left in it. */
public final class Journal implements UploadJournal, UploadQueue, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long SEGMENT = 64L << 20;

    private final Closeable lock;
    private final SegmentLog log;
    private final ContentFiles files;
    private final SpoolBudget budget;
    private final Notices notices;
    private final ExecutorService workers;
    private final ScheduledExecutorService timer;
    private final Uploads uploads;
    private final Duration drain;

    private Journal(
            JournalSettings settings,
            Closeable lock,
            SegmentLog log,
            ContentFiles files,
            SpoolBudget budget,
            StoreAccess.Opener opener,
            Notices.Listener listener,
            Clock clock) {
        this.lock = lock;
        this.log = log;
        this.files = files;
        this.budget = budget;
        this.notices = new Notices(listener);
        this.drain = settings.drain();
        AtomicInteger number = new AtomicInteger();
        workers = Executors.newCachedThreadPool(task -> daemon(task, "sallyport-journal-" + number.incrementAndGet()));
        timer = Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "sallyport-journal-timer"));
        uploads = new Uploads(new Spool(
                log,
                new Contents(log, files),
                budget,
                new Buffers(settings.memory()),
                opener,
                notices,
                workers,
                timer,
                clock,
                settings.parallel(),
                settings.early(),
                settings.earlyPause(),
                settings.patience(),
                settings.firstRetry(),
                settings.lastRetry(),
                settings.giveUp()));
    }

    private void recover() throws IOException {
        log.problems().forEach(problem -> LOG.error("the upload journal is damaged: {}", problem));
        uploads.recover(log.takeRecovered());
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Opens a spool. @throws IOException if it cannot be used, or somebody else does */
    public static Journal open(JournalSettings settings, StoreAccess.Opener opener, Notices.Listener listener)
            throws IOException {
        Disk disk = new FolderDisk(settings.folder());
        return open(settings, SpoolLock.take(settings.folder()), disk, opener, listener);
    }

    static Journal open(
            JournalSettings settings, Closeable lock, Disk disk, StoreAccess.Opener opener, Notices.Listener listener)
            throws IOException {
        return open(settings, lock, disk, opener, listener, Clock.systemUTC());
    }

    /**
     * Opens a spool that nobody else uses.
     *
     * @param lock closed at the end, or where it cannot be opened
     * @param clock for times that files have and people read, and for nothing else
     */
    static Journal open(
            JournalSettings settings,
            Closeable lock,
            Disk disk,
            StoreAccess.Opener opener,
            Notices.Listener listener,
            Clock clock)
            throws IOException {
        Closeable unlessOpened = lock;
        try {
            SpoolKeys keys = KeyFile.load(settings.keyFile());
            SegmentLog log = SegmentLog.open(disk, keys, SEGMENT);
            Journal journal = new Journal(
                    settings,
                    lock,
                    log,
                    new ContentFiles(disk, keys),
                    new SpoolBudget(disk, settings.limits()),
                    opener,
                    listener,
                    clock);
            unlessOpened = journal::leave;
            journal.recover();
            unlessOpened = () -> {};
            return journal;
        } finally {
            unlessOpened.close();
        }
    }

    @Override
    public String problem() {
        return "";
    }

    @Override
    public JournaledStore attach(StoreDefinition store) throws FileTreeException {
        return uploads.attach(store);
    }

    @Override
    public List<UploadInfo> uploads() {
        return uploads.list();
    }

    @Override
    public Optional<UploadInfo> upload(String id) {
        return uploads().stream().filter(upload -> upload.id().equals(id)).findFirst();
    }

    @Override
    public boolean retry(String id) {
        return uploads.retry(id);
    }

    @Override
    public boolean discard(String id) {
        return uploads.discard(id);
    }

    @Override
    public boolean drain(Duration most) {
        return uploads.drain(most);
    }

    @Override
    public JournalStatus status() {
        UploadCounts counts = uploads.counts();
        return new JournalStatus(
                problem(),
                counts.pending(),
                counts.parked(),
                counts.writing(),
                budget.bytes(),
                budget.limits().bytes(),
                notices.count(Happening.SEALED),
                notices.count(Happening.STORED),
                notices.count(Happening.FAILED),
                notices.sentEarly(),
                notices.givenUpEarly());
    }

    /** Stores for a while what can be stored, and leaves the rest for the next start. */
    @Override
    public void close() throws IOException {
        long begun = System.nanoTime();
        if (!uploads.drain(drain)) {
            LOG.info("{} uploads wait for the next start", uploads.counts().pending());
        }
        uploads.stop(drain.minusNanos(Math.min(drain.toNanos(), System.nanoTime() - begun)));
        leave();
    }

    /** Leaves everything for the next start. */
    private void leave() throws IOException {
        timer.shutdownNow();
        workers.shutdown();
        try (lock;
                files) {
            log.close();
        }
    }
}
