/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.Contents;
import org.sallyport.journal.internal.Notices;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.SpoolBudget;
import org.sallyport.journal.internal.store.StoreAccess;

/**
 * What all stores of a journal share.
 *
 * @param workers run what blocks on stores
 * @param timer wakes up; nothing that blocks
 * @param clock tells the times of files; nothing is decided by it
 * @param parallel contents that are put into one store at once
 * @param early contents that are sent to one store at once while they are still being written
 * @param earlyPause how long one of these waits for each 128 KiB
 * @param patience how long an operation waits for another one on the same files
 * @param firstRetry wait before the second attempt, doubled with each further one
 * @param lastRetry longest wait
 * @param giveUp how long an upload is tried that fails although its store answers, before it is parked
 */
public record Spool(
        RecordStore records,
        Contents contents,
        SpoolBudget budget,
        Buffers buffers,
        StoreAccess.Opener opener,
        Notices notices,
        ExecutorService workers,
        ScheduledExecutorService timer,
        Clock clock,
        int parallel,
        int early,
        Duration earlyPause,
        Duration patience,
        Duration firstRetry,
        Duration lastRetry,
        Duration giveUp) {

    ContentWriter writer(String user) {
        return new ContentWriter(contents.files(), budget, buffers, user);
    }

    /** Waits until records are durable. */
    static List<UploadRecord> durable(CompletableFuture<List<UploadRecord>> appended) throws IOException {
        try {
            return appended.join();
        } catch (CompletionException failed) {
            throw new IOException("the journal cannot be written", failed.getCause());
        }
    }

    static FileTreeException unwritable(IOException failed) {
        return new FileTreeException(Reason.FAILURE, "The upload journal cannot be written", failed);
    }
}
