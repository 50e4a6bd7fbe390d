/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.schedule;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platform threads. Each session has two whatever happens; the rest are shared and bounded, so that sessions whose store
 * hangs can take all the shared ones and yet not stop another session.
 */
public final class PlatformWorkers implements Workers {

    private static final int OWN = 2;
    private static final int SHARED_PER_SESSION = 14;
    private static final int SHARED = 256;
    private static final long IDLE_SECONDS = 20;

    private final Semaphore shared;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;

    public PlatformWorkers() {
        this(SHARED);
    }

    PlatformWorkers(int sharedThreads) {
        shared = new Semaphore(sharedThreads);
        AtomicInteger count = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "sftp-worker-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    @Override
    public int own() {
        return OWN;
    }

    @Override
    public int shared() {
        return SHARED_PER_SESSION;
    }

    @Override
    public boolean tryShared(Runnable freed) {
        if (shared.tryAcquire()) {
            return true;
        }
        waiting.add(freed);
        return shared.tryAcquire() && takeBack(freed);
    }

    /** One was released between the attempt and the entry in the queue. */
    private boolean takeBack(Runnable freed) {
        waiting.remove(freed);
        return true;
    }

    @Override
    public void releaseShared() {
        shared.release();
        for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
            threads.execute(next);
        }
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }
}
