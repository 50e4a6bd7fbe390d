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
import java.util.function.Consumer;
import org.sallyport.sftp.internal.engine.schedule.Claims.Claim;
import org.sallyport.sftp.internal.engine.schedule.Claims.Mode;

/**
 * Who waits for whom: a queue for each claimed key, in order of arrival, in which neighbours that bear each other stand in
 * one group. An operation enters all its queues at once, so none can wait for a later one and there is no deadlock.
 * Guarded by the scheduler's lock.
 */
final class OrderTable {

    private final Map<Object, Deque<Group>> queues = new HashMap<>();

    /** Claims of one key that may hold at once. */
    private static final class Group {

        private final Mode mode;
        private final List<Operation> waiting = new ArrayList<>(2);
        private int members;

        private Group(Mode mode) {
            this.mode = mode;
        }
    }

    /** Whether nothing that came earlier and is not finished conflicts. */
    boolean isFree(Claims claims) {
        if (queues.isEmpty()) {
            return true;
        }
        for (Claim claim : claims.list()) {
            Deque<Group> queue = queues.get(claim.key());
            if (queue != null && (queue.size() > 1 || !queue.getFirst().mode.bears(claim.mode()))) {
                return false;
            }
        }
        return true;
    }

    /** @return whether it may run now; otherwise {@link #leave} will say when */
    boolean enter(Operation operation) {
        for (Claim claim : operation.claims().list()) {
            Deque<Group> queue = queues.computeIfAbsent(claim.key(), key -> new ArrayDeque<>(2));
            Group last = queue.peekLast();
            if (last == null || !last.mode.bears(claim.mode())) {
                last = new Group(claim.mode());
                queue.addLast(last);
            }
            last.members++;
            if (queue.size() > 1) {
                last.waiting.add(operation);
                operation.blockers++;
            }
        }
        return operation.blockers == 0;
    }

    /** @param released is told of each operation that may run now */
    void leave(Operation operation, Consumer<Operation> released) {
        for (Claim claim : operation.claims().list()) {
            Deque<Group> queue = queues.get(claim.key());
            Group first = queue.getFirst();
            first.members--;
            if (first.members > 0) {
                continue;
            }
            queue.removeFirst();
            if (queue.isEmpty()) {
                queues.remove(claim.key());
                continue;
            }
            Group next = queue.getFirst();
            for (Operation waiter : next.waiting) {
                waiter.blockers--;
                if (waiter.blockers == 0) {
                    released.accept(waiter);
                }
            }
            next.waiting.clear();
        }
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }
}
