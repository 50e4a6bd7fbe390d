/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

/**
 * What the operations that run take of a session's workers and of its room for replies, and what they leave. Guarded by the
 * scheduler's lock.
 */
final class Room {

    private final Scheduler.Session session;
    private final Workers workers;
    private final Limits limits;
    private final Runnable sharedFreed;
    private int ownRunning;
    private int sharedRunning;
    private long replyBytes;
    private boolean waitsForShared;

    /** @param sharedFreed run, without the lock, when there may be a shared worker again */
    Room(Scheduler.Session session, Workers workers, Limits limits, Runnable sharedFreed) {
        this.session = session;
        this.workers = workers;
        this.limits = limits;
        this.sharedFreed = sharedFreed;
    }

    /** Whether anything could start at all, so that nobody asks in vain for each of thousands of files. */
    boolean isAny() {
        boolean workerLeft = ownRunning < workers.own() || sharedRunning < workers.shared() && !waitsForShared;
        return workerLeft && session.unsentBytes() < limits.output();
    }

    /** Takes what an operation needs; cleanup always gets it. */
    boolean tryTake(Operation operation) {
        if (!operation.isCleanup() && !isForReply(operation) || !tryWorker(operation)) {
            return false;
        }
        operation.lane.replyBytes += operation.replyBytes();
        replyBytes += operation.replyBytes();
        return true;
    }

    private boolean tryWorker(Operation operation) {
        Lane lane = operation.lane;
        if (operation.isCleanup() || isFair(lane.ownRunning, ownRunning, workers.own())) {
            ownRunning++;
            lane.ownRunning++;
            return true;
        }
        if (waitsForShared || !isFair(lane.sharedRunning, sharedRunning, workers.shared())) {
            return false;
        }
        if (!workers.tryShared(sharedFreed)) {
            waitsForShared = true;
            return false;
        }
        sharedRunning++;
        lane.sharedRunning++;
        operation.onSharedWorker = true;
        return true;
    }

    /** A file gets no more than it leaves: of one that hangs half is left, of two a quarter, so that some always is. */
    private static boolean isFair(int runningOfFile, int running, int most) {
        return runningOfFile < most - running;
    }

    /** One operation of each file may always go on, or a file that hangs with all the room would stop the others. */
    private boolean isForReply(Operation operation) {
        Lane lane = operation.lane;
        long held = session.heldBytes();
        if (held >= limits.output()) {
            return operation.work().isNextToAnswer();
        }
        return lane.isIdle()
                || lane.replyBytes + operation.replyBytes() <= limits.outputPerFile()
                        && session.unsentBytes() + held + replyBytes + operation.replyBytes() <= limits.output();
    }

    void giveBack(Operation operation) {
        Lane lane = operation.lane;
        lane.replyBytes -= operation.replyBytes();
        replyBytes -= operation.replyBytes();
        if (operation.onSharedWorker) {
            sharedRunning--;
            lane.sharedRunning--;
            workers.releaseShared();
        } else {
            ownRunning--;
            lane.ownRunning--;
        }
    }

    /** Shared workers may be asked for again. */
    void sharedWorkerFreed() {
        waitsForShared = false;
    }
}
