/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sallyport.vfs.tahoe.internal.web.GridClient;
import org.sallyport.vfs.tahoe.internal.web.Pieces;

/**
 * Fetches the segments of a file that follow each other by one request, a node needing the time of some segments for each, but no further
 * than its readers want: then the request is held back, and given up if they want no more for a while. For many threads; its lock is not held
 * while a node or a disk is asked.
 */
final class ReadAhead implements Pieces {

    /** Segments that cost less than a request of their own. */
    private static final int NEAR = 4;

    private final Segments segments;
    private final Content file;
    private final long first;
    private final long end;
    private final Duration patience;
    private final Executor timer;
    /** Of the segments that are still to come, in order; null for one that was on its way or here when it was wanted. */
    private final Queue<Slot> slots = new ArrayDeque<>();

    private long done;
    private long wanted;
    private Flow heldBack;
    private long heldBackAt;
    private boolean isWatched;
    private boolean isEnded;

    /** @param target of what is fetched here, or null if others fetch it */
    private record Slot(CompletableFuture<byte[]> target) {}

    /**
     * @param first number of the first segment
     * @param end number after the last that this may fetch
     * @param claimed to be completed with the first
     * @param patience for how long the request may be held back
     */
    ReadAhead(
            Segments segments,
            Content file,
            long first,
            long end,
            CompletableFuture<byte[]> claimed,
            Duration patience,
            Executor executor) {
        this.segments = segments;
        this.file = file;
        this.first = first;
        this.end = end;
        this.patience = patience;
        this.timer = CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS, executor);
        this.done = first;
        this.wanted = first + 1;
        slots.add(new Slot(claimed));
    }

    Content file() {
        return file;
    }

    synchronized boolean isEnded() {
        return isEnded;
    }

    /**
     * Whether it will come to a segment if that is wanted, and has about come to where that one reads who wants it, who would wait for all
     * between.
     */
    synchronized boolean leads(long reading, long number) {
        return !isEnded && number >= wanted && number < end && reading <= done + NEAR;
    }

    /**
     * Fetches as far as that.
     *
     * @param limit number after the last segment that is wanted
     */
    void want(long limit) {
        Flow goesOn;
        synchronized (this) {
            if (isEnded || limit <= wanted) {
                return;
            }
            for (long most = Math.min(limit, end); wanted < most; wanted++) {
                slots.add(new Slot(segments.claim(file, wanted)));
            }
            goesOn = done < wanted ? heldBack : null;
            if (goesOn != null) {
                heldBack = null;
            }
        }
        if (goesOn != null) {
            goesOn.resume();
        }
    }

    /** Returns when all has come, or nobody wants more. */
    void fetch(GridClient grid) {
        Throwable why = new IOException("it is no longer read ahead");
        try {
            long length = Math.min(file.size(), end * Segments.SIZE) - first * Segments.SIZE;
            grid.read(file.capability(), first * Segments.SIZE, length, Segments.SIZE, this);
        } catch (IOException | RuntimeException | Error failed) {
            why = failed;
        } finally {
            close(why);
        }
    }

    /** Nothing more comes. */
    void close(Throwable why) {
        for (Missing missing : end()) {
            segments.fail(file, missing.number, missing.target, why);
        }
    }

    private record Missing(long number, CompletableFuture<byte[]> target) {}

    private synchronized List<Missing> end() {
        isEnded = true;
        List<Missing> missing = new ArrayList<>();
        for (Slot slot = slots.poll(); slot != null; slot = slots.poll()) {
            if (slot.target != null) {
                missing.add(new Missing(done, slot.target));
            }
            done++;
        }
        return missing;
    }

    @Override
    public void take(byte[] piece) {
        long number;
        Slot slot;
        synchronized (this) {
            number = done++;
            slot = slots.poll();
            wanted = Math.max(wanted, done);
        }
        if (slot != null && slot.target != null) {
            segments.complete(file, number, slot.target, piece);
        }
    }

    @Override
    public boolean wantsMore(Flow flow) {
        synchronized (this) {
            if (!isEnded) {
                boolean more = done < wanted;
                if (!more) {
                    heldBack = flow;
                    heldBackAt = System.nanoTime();
                    watch();
                }
                return more;
            }
        }
        flow.end();
        return false;
    }

    /** The caller holds the lock. */
    private void watch() {
        if (!isWatched) {
            isWatched = true;
            timer.execute(this::giveUpIfHeldBack);
        }
    }

    private void giveUpIfHeldBack() {
        Flow ended = null;
        synchronized (this) {
            isWatched = false;
            if (heldBack != null && System.nanoTime() - heldBackAt >= patience.toNanos()) {
                isEnded = true;
                ended = heldBack;
            } else if (heldBack != null) {
                watch();
            }
        }
        if (ended != null) {
            ended.end();
        }
    }
}
