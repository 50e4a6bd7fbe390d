/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what cancelled uploads have in a store, and forgets them then. Guarded by the lock of its {@link StoreUploads}. */
final class CleanUp {

    private static final Logger LOG = LoggerFactory.getLogger(CleanUp.class);

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreHealth health;
    private final Committer committer;
    /** What they may have there. */
    private final Deque<UploadRecord> dirty = new ArrayDeque<>();

    private int working;
    /** How many are tried again later, and how often that failed in a row. */
    private int postponed;

    private int failures;

    CleanUp(StoreUploads uploads, Spool spool, StoreHealth health, Committer committer) {
        this.uploads = uploads;
        this.spool = spool;
        this.health = health;
        this.committer = committer;
    }

    void add(UploadRecord cancelled) {
        dirty.add(cancelled);
    }

    /**
     * Begins what can be begun.
     *
     * @param one whether the store is only tried: then uploads go first
     * @param idle whether no upload waits
     */
    void begin(boolean one, boolean idle) {
        int tries = idle ? 1 : 0;
        int most = one ? tries : spool.parallel();
        while (working < most && !dirty.isEmpty()) {
            UploadRecord cancelled = dirty.remove();
            working++;
            committer.run(() -> {
                boolean clean = discard(cancelled);
                boolean answers = clean || committer.answers(cancelled);
                uploads.locked(() -> {
                    working--;
                    cleaned(cancelled, clean, answers);
                    uploads.signal();
                    committer.dispatch();
                    return null;
                });
            });
        }
    }

    private void cleaned(UploadRecord cancelled, boolean clean, boolean answers) {
        if (clean) {
            health.answered();
            failures = 0;
            // If this is lost, the next start finds nothing to delete.
            spool.records().append(List.of(new Change(cancelled.withState(UploadState.STORED), null)));
        } else if (answers) {
            postponed++;
            Duration wait = StoreHealth.backOff(failures++, spool.firstRetry(), spool.lastRetry());
            committer.later(wait.toNanos(), () -> {
                postponed--;
                committer.cleanUp(cancelled);
            });
        } else {
            // As after a start, when its provider is not there yet: as soon as the store answers.
            health.failed(System.nanoTime());
            dirty.add(cancelled);
        }
    }

    boolean isWorking() {
        return working > 0;
    }

    /** Whether something in the store is still to be deleted. */
    boolean isDirty() {
        return working > 0 || postponed > 0 || !dirty.isEmpty();
    }

    private boolean discard(UploadRecord cancelled) {
        try (StoreAccess access = spool.opener().open(cancelled.store())) {
            access.discard(cancelled);
            return true;
        } catch (IOException | RuntimeException | Error later) {
            LOG.debug("a content that needs no name any more is still in {}", cancelled.store(), later);
            return false;
        }
    }
}
