/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that waits for all of its channels. What is done on it must not block. Its buffers are shared by all of its
 * connections, so that an idle connection holds none.
 */
final class SelectorLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);

    /** Less than it takes to wake a sleeping core, and more than a client on the same machine thinks. */
    private static final long SOON_NANOS = 30_000;

    private static final int MOST_SKIPPED = 64;

    /** The client may need this very processor, but a look takes less than to find out. */
    private static final int LOOKS_BEFORE_OTHERS = 4;

    /** What a channel does when it is ready. */
    @FunctionalInterface
    interface Ready {

        void ready();
    }

    private final Selector selector = Selector.open();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final InputBuffer input = new InputBuffer();
    private volatile boolean closed;

    /** Of the loop's thread: whether something has been served since it slept. */
    private boolean busy;

    /** Of the loop's thread, too: how many times it will sleep without looking, and how many after the next look in vain. */
    private int looksToSkip;

    private int skipping = 1;

    SelectorLoop(String name) throws IOException {
        thread = new Thread(this, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Of the connection that is ready, and only while it is served. */
    InputBuffer input() {
        return input;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Runs a task on this loop's thread, soon; once the loop is closed, here and now, so that what it frees is freed. */
    void execute(Runnable task) {
        tasks.add(task);
        if (closed) {
            runTasks();
        } else {
            selector.wakeup();
        }
    }

    /** On this loop's thread only. */
    SelectionKey register(SelectableChannel channel, int interest, Ready ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, interest, ready);
    }

    /** A key's interest was changed by another thread. */
    void interestChanged() {
        if (!isCurrent()) {
            selector.wakeup();
        }
    }

    /** Returns once channels that were closed before have given their ports free. */
    void letGo() {
        if (isCurrent()) {
            return;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                selector.selectNow(SelectorLoop::serve);
            } catch (IOException | ClosedSelectorException ended) {
                LOG.debug("{} has let everything go", thread.getName(), ended);
            }
            done.complete(null);
        });
        done.join();
    }

    @Override
    public void run() {
        try {
            while (!closed) {
                if (!serveSoon()) {
                    busy = selector.select(SelectorLoop::serve) > 0;
                }
                // An interrupt would make every select return at once.
                if (Thread.interrupted()) {
                    LOG.debug("{} was interrupted and goes on", thread.getName());
                }
                runTasks();
            }
        } catch (IOException broken) {
            LOG.error("{} ends", thread.getName(), broken);
        } finally {
            closed = true;
            closeSelector();
            runTasks();
        }
    }

    /**
     * Looks for more for a moment before it sleeps: a client that sends one request after the other answers that fast, and
     * to be woken costs both sides more than that. With clients that think longer it looks ever more seldom.
     *
     * @return whether there was something to serve, or is something to do
     */
    private boolean serveSoon() throws IOException {
        if (!busy) {
            return false;
        }
        if (looksToSkip > 0) {
            looksToSkip--;
            return false;
        }
        long until = System.nanoTime() + SOON_NANOS;
        int looks = 0;
        do {
            if (selector.selectNow(SelectorLoop::serve) > 0) {
                skipping = 1;
                return true;
            }
            looks++;
            if (looks % LOOKS_BEFORE_OTHERS == 0) {
                Thread.yield();
            }
        } while (System.nanoTime() - until < 0 && tasks.isEmpty());
        busy = false;
        looksToSkip = skipping;
        skipping = Math.min(2 * skipping, MOST_SKIPPED);
        // A look takes the wake-up away that came with these.
        return closed || !tasks.isEmpty();
    }

    private static void serve(SelectionKey key) {
        Ready ready = (Ready) key.attachment();
        try {
            ready.ready();
        } catch (RuntimeException | Error bug) {
            LOG.error("a connection is given up", bug);
            giveUp(key);
        }
    }

    private static void giveUp(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException failed) {
            LOG.debug("a socket did not close", failed);
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (RuntimeException | Error bug) {
                LOG.error("a task of {} failed", thread.getName(), bug);
            }
        }
    }

    private void closeSelector() {
        // What is left parts from its clients.
        selector.keys().forEach(SelectorLoop::giveUp);
        try {
            selector.close();
        } catch (IOException failed) {
            LOG.warn("a selector of {} did not close", thread.getName(), failed);
        }
    }

    /** Ends the loop; its channels are to be closed before. */
    void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            closeSelector();
        } else {
            selector.wakeup();
        }
    }
}
