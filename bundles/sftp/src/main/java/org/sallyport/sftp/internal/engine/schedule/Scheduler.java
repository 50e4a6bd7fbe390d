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

        /** The thread that submits is about to leave something to workers, who may be done with it before it goes on. */
        void handsOver();

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
    private final Room room;

    private int pending;
    private int claimed;
    private long earlyBytes;
    private boolean closed;

    public Scheduler(Session session, Workers workers, Limits limits) {
        this.session = session;
        this.workers = workers;
        this.limits = limits;
        this.room = new Room(session, workers, limits, this::sharedWorkerFreed);
    }

    /** Takes the next operation in the order of arrival; one thread at a time. */
    public void submit(Operation operation) {
        if (operation.isPrompt() && meetsNothing(operation)) {
            operation.work().run();
            session.credit(operation.inputBytes());
            return;
        }
        session.handsOver();
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
        while (refusals < readyLanes.size() && (closed || room.isAny())) {
            Lane lane = readyLanes.removeFirst();
            Operation operation = lane.ready.getFirst();
            boolean drop = closed && !operation.isCleanup();
            if (!drop && !room.tryTake(operation)) {
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
            }
        }
        return start;
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
            room.giveBack(operation);
            leave(operation);
            start = startable();
        } finally {
            lock.unlock();
        }
        start.forEach(this::launch);
        session.progressed();
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
            room.sharedWorkerFreed();
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
