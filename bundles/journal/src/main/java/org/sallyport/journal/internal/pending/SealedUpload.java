/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;

/** An upload that is durable, on its way into the store. Guarded by the lock of its {@link StoreUploads}. */
public final class SealedUpload {

    private final long charge;
    /** On its way to the store already when it was sealed. */
    private final Optional<EarlyContent> early;

    private boolean earlyTaken;
    private final CompletableFuture<Void> stored = new CompletableFuture<>();
    private UploadRecord record;
    private Phase phase = Phase.QUEUED;
    private boolean uncertain;
    private boolean beingReplaced;
    private int attempts;
    private long firstFailure;
    private long retryAt;
    private boolean delayed;
    private boolean inStore;
    /** Read without the lock by whoever puts its content into the store. */
    private volatile boolean ended;

    /** @param charge bytes of the spool's budget that it holds */
    SealedUpload(UploadRecord record, long charge) {
        this(record, charge, Optional.empty());
    }

    /** @param early its content, which is on its way to the store already */
    SealedUpload(UploadRecord record, long charge, Optional<EarlyContent> early) {
        this.record = record;
        this.charge = charge;
        this.early = early;
    }

    /** One that an earlier run left, which may have begun to store it. */
    static SealedUpload recovered(UploadRecord record, long charge) {
        SealedUpload upload = new SealedUpload(record, charge);
        upload.inStore = true;
        return upload;
    }

    long charge() {
        return charge;
    }

    /** Completes when it is in the store, or was replaced or removed; fails when it is parked. */
    CompletableFuture<Void> stored() {
        return stored;
    }

    void parked(FileTreeException why) {
        phase = Phase.PARKED;
        stored.completeExceptionally(why);
    }

    public UploadRecord record() {
        return record;
    }

    void record(UploadRecord next) {
        record = next;
    }

    public Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
        inStore |= next == Phase.PUTTING;
        if (next == Phase.ENDED) {
            ended = true;
            early.ifPresent(EarlyContent::giveUp);
        }
    }

    /** For the first attempt to store it. */
    Optional<EarlyContent> takeEarly() {
        boolean first = !earlyTaken;
        earlyTaken = true;
        return early.filter(content -> first);
    }

    /** Whether an attempt to give it its name may have succeeded unheard: nothing may take its place before that is settled. */
    boolean isUncertain() {
        return uncertain;
    }

    void uncertain(boolean now) {
        uncertain = now;
    }

    /** Whether a record that ends it, or gives it another place, is on its way to the disk. */
    boolean isBeingReplaced() {
        return beingReplaced;
    }

    /** Whether something of it may be in the store, with or without its name. */
    boolean isInStore() {
        return inStore;
    }

    /** The record that ends it without its name. One that may have something in the store has to be remembered until that is deleted. */
    UploadRecord ending() {
        return inStore ? record.cancelled() : record.withState(UploadState.STORED);
    }

    void beingReplaced(boolean now) {
        beingReplaced = now;
    }

    /** Whether its last record may be durable already, in which case its content has gone from the log. */
    boolean isEnding() {
        return beingReplaced || phase == Phase.LINKING || phase == Phase.ENDED;
    }

    /** Whether a newer one can take its place without it ever getting its name. */
    boolean canBeReplaced() {
        return !uncertain
                && !beingReplaced
                && (phase == Phase.QUEUED || phase == Phase.PUTTING || phase == Phase.READY);
    }

    /** Whether nobody wants its content any more; for any thread. */
    boolean isEnded() {
        return ended;
    }

    int attempts() {
        return attempts;
    }

    /** Notes a failure of its own. @param nextTry as {@link System#nanoTime} */
    void failed(long nextTry) {
        if (attempts == 0) {
            firstFailure = System.nanoTime();
        }
        attempts++;
        delayed = true;
        retryAt = nextTry;
    }

    /** Whether it has failed by its own fault for so long. */
    boolean isTriedFor(long now, Duration most) {
        return attempts > 0 && now - firstFailure > most.toNanos();
    }

    void retryNow() {
        delayed = false;
    }

    boolean isDue(long now) {
        return !delayed || retryAt - now <= 0;
    }

    /** Nanoseconds until it is due. */
    long delay(long now) {
        return delayed ? Math.max(0, retryAt - now) : 0;
    }
}
