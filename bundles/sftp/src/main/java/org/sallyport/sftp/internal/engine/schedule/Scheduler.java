/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Decides when and where the requests of one session run. What is quick and meets nothing to wait for runs at once on the
 * thread that brings it; all else runs on workers, as soon as nothing that came earlier conflicts and the session's and the
 * file's bounds leave room. The lock is held for bookkeeping only.
 */
public final class Scheduler {

    /** What the scheduler needs to know of, and tell to, the rest of the session. */
    public interface Session {

        /** Bytes of replies that wait for the client to read. */
        long unsentBytes();

        /** Bytes of replies that wait for an earlier one. */
        long heldBytes();

        /** Bytes of requests that hold memory no more. Called with the lock held: it only counts. */
        void credit(int bytes);

        /** Something was done on a worker: replies may be there to be sent, and there may be room for more requests. */
        void progressed();
    }

    private final Session session;
    private final Workers workers;
    private final Limits limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final OrderTable order = new OrderTable();
    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Deque<Lane> readyLanes = new ArrayDeque<>();
    private final Runnable dispatchLater = this::sharedWorkerFreed;

    private int pending;
    private int claimed;
    private int ownRunning;
    private int sharedRunning;
    private long replyBytes;
    private long earlyBytes;
    private boolean waitsForShared;
    private boolean closed;

    public Scheduler(Session session, Workers workers, Limits limits) {
        this.session = session;
        this.workers = workers;
        this.limits = limits;
    }

    /** Takes the next operation in the order of arrival; one thread at a time. */
    public void submit(Operation operation) {
        if (operation.isPrompt() && meetsNothing(operation)) {
            operation.work().run();
            session.credit(operation.inputBytes());
            return;
        }
        operation.work().retain();
        operation.claims();
        List<Operation> start;
        lock.lock();
        try {
            enter(operation);
            start = startable();
        } finally {
            lock.unlock();
        }
        start.forEach(this::launch);
    }

    private boolean meetsNothing(Operation operation) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (order.isEmpty()) {
                return true;
            }
        } finally {
            lock.unlock();
        }
        operation.claims();
        lock.lock();
        try {
            return order.isFree(operation.claims());
        } finally {
            lock.unlock();
        }
    }

    private void enter(Operation operation) {
        pending++;
        claimed += operation.claims().list().size();
        Lane lane = lanes.computeIfAbsent(operation.laneKey(), Lane::new);
        lane.pending++;
        operation.lane = lane;
        int bytes = operation.inputBytes();
        if (lane.earlyBytes + bytes <= limits.heldInputPerFile() && earlyBytes + bytes <= limits.heldInput()) {
            operation.creditedEarly = true;
            lane.earlyBytes += bytes;
            earlyBytes += bytes;
            session.credit(bytes);
        }
        if (order.enter(operation)) {
            ready(operation);
        }
    }

    private void ready(Operation operation) {
        Lane lane = operation.lane;
        lane.ready.addLast(operation);
        if (!lane.listed) {
            lane.listed = true;
            readyLanes.addLast(lane);
        }
    }

    /** Takes out what may run now, one of each lane in turn; what was dropped is finished. */
    private List<Operation> startable() {
        List<Operation> start = List.of();
        int refusals = 0;
        while (refusals < readyLanes.size() && (closed || isAnyRoom())) {
            Lane lane = readyLanes.removeFirst();
            Operation operation = lane.ready.getFirst();
            boolean drop = closed && !operation.isCleanup();
            if (!drop && !mayStart(lane, operation)) {
                readyLanes.addLast(lane);
                refusals++;
                continue;
            }
            refusals = 0;
            lane.ready.removeFirst();
            lane.listed = !lane.ready.isEmpty();
            if (lane.listed) {
                readyLanes.addLast(lane);
            }
            if (drop) {
                operation.work().drop();
                leave(operation);
            } else {
                start = start.isEmpty() ? new ArrayList<>(4) : start;
                start.add(operation);
                lane.replyBytes += operation.replyBytes();
                replyBytes += operation.replyBytes();
            }
        }
        return start;
    }

    /** Whether anything could start at all, so that nobody asks in vain for each of thousands of files. */
    private boolean isAnyRoom() {
        boolean workerLeft = ownRunning < workers.own() || sharedRunning < workers.shared() && !waitsForShared;
        return workerLeft && session.unsentBytes() < limits.output();
    }

    /** A file gets no more than it leaves: of one that hangs half is left, of two a quarter, so that some always is. */
    private static boolean isFair(int runningOfFile, int running, int most) {
        return runningOfFile < most - running;
    }

    private boolean mayStart(Lane lane, Operation operation) {
        if (!operation.isCleanup() && !isRoomForReply(lane, operation)) {
            return false;
        }
        if (operation.isCleanup() || isFair(lane.ownRunning, ownRunning, workers.own())) {
            ownRunning++;
            lane.ownRunning++;
            return true;
        }
        if (waitsForShared || !isFair(lane.sharedRunning, sharedRunning, workers.shared())) {
            return false;
        }
        if (!workers.tryShared(dispatchLater)) {
            waitsForShared = true;
            return false;
        }
        sharedRunning++;
        lane.sharedRunning++;
        operation.onSharedWorker = true;
        return true;
    }

    /** One operation of each file may always go on, or a file that hangs with all the room would stop the others. */
    private boolean isRoomForReply(Lane lane, Operation operation) {
        long unsent = session.unsentBytes();
        long held = session.heldBytes();
        if (held >= limits.output()) {
            return operation.work().isNextToAnswer();
        }
        return lane.isIdle()
                || lane.replyBytes + operation.replyBytes() <= limits.outputPerFile()
                        && unsent + held + replyBytes + operation.replyBytes() <= limits.output();
    }

    private void launch(Operation operation) {
        workers.execute(() -> runAndGoOn(operation));
    }

    /** What may run next gets threads of its own: this one may be kept by what there is to be sent and read now. */
    private void runAndGoOn(Operation operation) {
        operation.work().run();
        List<Operation> start;
        lock.lock();
        try {
            finish(operation);
            start = startable();
        } finally {
            lock.unlock();
        }
        start.forEach(this::launch);
        session.progressed();
    }

    private void finish(Operation operation) {
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
        leave(operation);
    }

    private void leave(Operation operation) {
        Lane lane = operation.lane;
        pending--;
        claimed -= operation.claims().list().size();
        lane.pending--;
        if (lane.pending == 0) {
            lanes.remove(lane.key);
        }
        if (operation.creditedEarly) {
            lane.earlyBytes -= operation.inputBytes();
            earlyBytes -= operation.inputBytes();
        } else {
            session.credit(operation.inputBytes());
        }
        order.leave(operation, this::ready);
    }

    private void sharedWorkerFreed() {
        lock.lock();
        try {
            waitsForShared = false;
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    /** Starts what may run now that the client has read replies. */
    public void dispatch() {
        List<Operation> start;
        lock.lock();
        try {
            start = startable();
        } finally {
            lock.unlock();
        }
        start.forEach(this::launch);
    }

    /** Ends the session: what waits is dropped; what runs, runs on; only cleanup is taken afterwards. */
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        dispatch();
    }

    /** Whether so much waits that no more is to be taken. */
    public boolean isFull() {
        lock.lock();
        try {
            return pending >= limits.pending() || claimed >= limits.claims();
        } finally {
            lock.unlock();
        }
    }

    /** Operations taken and not finished. */
    public int pending() {
        lock.lock();
        try {
            return pending;
        } finally {
            lock.unlock();
        }
    }
}
