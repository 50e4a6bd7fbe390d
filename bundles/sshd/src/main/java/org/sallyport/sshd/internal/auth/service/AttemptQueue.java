/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** Runs the attempts of one connection one after the other, as RFC 4252, section 5.1 demands. For use by many threads. */
final class AttemptQueue {

    /** Clients that ask ahead ask for a few things; requests may be large. */
    private static final int MOST_WAITING = 8;

    private final LoginThreads threads;
    private final BooleanSupplier ended;
    private final Runner runner;
    private final Deque<Attempt> waiting = new ArrayDeque<>();
    private boolean busy;

    /** @param password whether it may take as long as a password does */
    record Attempt(boolean password, Callable<Verdict> check) {}

    /** Makes an attempt and answers it. */
    interface Runner {

        /** @return false if the answer is still to come, and {@link AttemptQueue#goOn} with it */
        boolean run(Callable<Verdict> check);

        /** Ends the connection because there is no room for an attempt. */
        void refuse();
    }

    /** @param ended whether there is nothing more to try */
    AttemptQueue(LoginThreads threads, BooleanSupplier ended, Runner runner) {
        this.threads = threads;
        this.ended = ended;
        this.runner = runner;
    }

    void add(Attempt attempt) {
        boolean accepted;
        synchronized (this) {
            accepted = waiting.size() < MOST_WAITING;
            if (accepted) {
                waiting.add(attempt);
                if (!busy) {
                    busy = true;
                    accepted = submit();
                }
            }
        }
        if (!accepted) {
            runner.refuse();
        }
    }

    private boolean submit() {
        try {
            if (waiting.element().password()) {
                threads.checkPassword(this::runNext);
            } else {
                threads.execute(this::runNext);
            }
            return true;
        } catch (RejectedExecutionException tooMany) {
            return false;
        }
    }

    private void runNext() {
        Attempt attempt;
        synchronized (this) {
            attempt = waiting.poll();
            if (attempt == null || ended.getAsBoolean()) {
                waiting.clear();
                busy = false;
                return;
            }
        }
        if (runner.run(attempt.check())) {
            goOn();
        }
    }

    /** The attempt under way has been answered. */
    void goOn() {
        boolean accepted = true;
        synchronized (this) {
            if (waiting.isEmpty() || ended.getAsBoolean()) {
                waiting.clear();
                busy = false;
            } else {
                accepted = submit();
            }
        }
        if (!accepted) {
            runner.refuse();
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized void clear() {
        waiting.clear();
    }
}
