/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that logins run on: hashes, signatures, files and JAAS modules would hold up the sessions that an I/O thread serves. When
 * all are busy further logins wait, and beyond that are refused.
 */
public final class LoginThreads {

    private static final int PASSWORD_THREADS = 16;
    private static final int OTHER_THREADS = 4;
    private static final int WAITING = 1024;
    private static final int CONVERSATIONS = PASSWORD_THREADS / 2;

    private final ThreadPoolExecutor passwords;
    private final ThreadPoolExecutor others;
    private final ScheduledThreadPoolExecutor timer;
    private final Semaphore conversations = new Semaphore(CONVERSATIONS);

    public LoginThreads() {
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, "sallyport-login");
            thread.setDaemon(true);
            return thread;
        };
        passwords = pool(PASSWORD_THREADS, threads);
        others = pool(OTHER_THREADS, threads);
        timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ThreadPoolExecutor pool(int size, ThreadFactory threads) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(size, size, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), threads);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Runs what may take long: hashes, and modules that ask other servers.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too many wait already
     */
    public void checkPassword(Runnable task) {
        passwords.execute(task);
    }

    /**
     * Runs anything else, which no flood of passwords holds up.
     *
     * @throws java.util.concurrent.RejectedExecutionException if too many wait already
     */
    void execute(Runnable task) {
        others.execute(task);
    }

    /** @throws java.util.concurrent.RejectedExecutionException when stopped */
    void later(Duration delay, Runnable task) {
        timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Of the threads only some may wait for a user to answer a question; each such one gives its turn back. */
    Semaphore conversations() {
        return conversations;
    }
}
