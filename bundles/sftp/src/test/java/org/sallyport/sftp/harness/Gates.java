/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes chosen calls of a store hang until a test lets them go. */
public final class Gates {

    private static final long MOST_SECONDS = 60;

    private final List<Gate> gates = new ArrayList<>();
    private Random delays;

    /** One place where calls hang. */
    public static final class Gate {

        private final String call;
        private final String path;
        private final CountDownLatch open = new CountDownLatch(1);
        private int arrived;

        private Gate(String call, String path) {
            this.call = call;
            this.path = path;
        }

        public void release() {
            open.countDown();
        }

        /** Waits until so many calls hang here, or have. */
        public synchronized Gate await(int calls) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (arrived < calls) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(arrived + " calls of " + call + " " + path + " instead of " + calls);
                }
                wait(20);
            }
            return this;
        }

        public synchronized int arrived() {
            return arrived;
        }

        private synchronized void arrive() {
            arrived++;
            notifyAll();
        }
    }

    /**
     * Every such call hangs from now on.
     *
     * @param call the method of the tree or the open file
     * @param path of the file; empty for all
     */
    public synchronized Gate hang(String call, String path) {
        Gate gate = new Gate(call, path);
        gates.add(gate);
        return gate;
    }

    public synchronized void releaseAll() {
        gates.forEach(Gate::release);
    }

    /** Every call takes between nothing and a millisecond. */
    public synchronized void delayAtRandom(long seed) {
        delays = new Random(seed);
    }

    void pass(String call, String path) {
        List<Gate> closed;
        int micros;
        synchronized (this) {
            micros = delays == null ? 0 : delays.nextInt(1000);
            closed = gates.stream()
                    .filter(gate -> gate.call.equals(call) && (gate.path.isEmpty() || gate.path.equals(path)))
                    .toList();
        }
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
        for (Gate gate : closed) {
            gate.arrive();
            try {
                if (!gate.open.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("a test forgot to release " + call + " " + path);
                }
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
