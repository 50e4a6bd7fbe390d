/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents that one store gets while clients still write them, a few at a time, so that they are there, or nearly, when they are sealed.
 * That is a chance and no more: what goes wrong ends it, nothing is recorded of it, and what is in the spool is sent as if it had not been.
 */
final class EarlyContents {

    /** What is not larger is sent in no time once it is sealed. */
    static final long MORE_THAN = 4 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(EarlyContents.class);

    private final StoreUploads uploads;
    private final Spool spool;
    private final Semaphore free;
    private final Set<EarlyContent> sending = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    EarlyContents(StoreUploads uploads, Spool spool) {
        this.uploads = uploads;
        this.spool = spool;
        this.free = new Semaphore(spool.early());
    }

    /**
     * Begins to send a content, if there is a place for it. Does not wait.
     *
     * @param store where it is to go, if it still is; may be asked later
     */
    Optional<EarlyContent> begin(ContentWriter writer, Supplier<Optional<StoreDefinition>> store) {
        if (stopped || !free.tryAcquire()) {
            return Optional.empty();
        }
        Optional<EarlyContent> begun = follow(writer);
        if (begun.isEmpty()) {
            free.release();
            return begun;
        }
        sending.add(begun.get());
        try {
            spool.workers().execute(() -> send(begun.get(), store));
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            LOG.debug("no thread can be had to send a content before it is sealed", noThread);
            end(begun.get(), Optional.empty());
        }
        return begun;
    }

    private Optional<EarlyContent> follow(ContentWriter writer) {
        try {
            return writer.follow(spool.earlyPause()).map(EarlyContent::new);
        } catch (IOException unreadable) {
            LOG.debug("a content is not sent before it is sealed", unreadable);
            return Optional.empty();
        }
    }

    private void send(EarlyContent content, Supplier<Optional<StoreDefinition>> store) {
        Optional<String> token = Optional.empty();
        try {
            boolean away = uploads.locked(uploads.committer()::isDoubtful);
            Optional<StoreDefinition> wanted = stopped || away ? Optional.empty() : store.get();
            if (wanted.isPresent()) {
                try (StoreAccess access = spool.opener().open(wanted.get())) {
                    token = access.putEarly(content);
                }
            }
        } catch (IOException | RuntimeException failed) {
            LOG.debug("a content is sent when it is sealed", failed);
        } finally {
            end(content, token);
        }
    }

    private void end(EarlyContent content, Optional<String> token) {
        // Counted before anybody goes on who waits for it.
        if (content.isOpened() && token.isEmpty()) {
            spool.notices().sentEarly(false);
        }
        content.end(token);
        free.release();
        sending.remove(content);
        uploads.locked(() -> {
            uploads.signal();
            return null;
        });
    }

    /** Begins nothing more, and gives up what no upload waits for yet. */
    void stop() {
        stopped = true;
        sending.forEach(EarlyContent::giveUpUnlessSealed);
    }

    boolean isIdle() {
        return sending.isEmpty();
    }
}
