/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.io.IoWriteFuture;

/**
 * Bytes to be written, and what became of them. There is one for each packet, so it is light: MINA's own futures look up a
 * logger each.
 */
public final class WriteFuture implements IoWriteFuture {

    private final ByteBuffer bytes;
    private List<SshFutureListener<IoWriteFuture>> listeners = List.of();
    private CountDownLatch waiting;
    private boolean done;
    private Throwable failure;

    WriteFuture(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** @param why null if all has been written; only the first outcome counts */
    public void complete(Throwable why) {
        List<SshFutureListener<IoWriteFuture>> told;
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
            failure = why;
            told = listeners;
            listeners = List.of();
            if (waiting != null) {
                waiting.countDown();
            }
        }
        told.forEach(listener -> listener.operationComplete(this));
    }

    @Override
    public IoWriteFuture addListener(SshFutureListener<IoWriteFuture> listener) {
        synchronized (this) {
            if (!done) {
                if (listeners.isEmpty()) {
                    listeners = List.of(listener);
                } else {
                    listeners = new ArrayList<>(listeners);
                    listeners.add(listener);
                }
                return this;
            }
        }
        listener.operationComplete(this);
        return this;
    }

    @Override
    public synchronized IoWriteFuture removeListener(SshFutureListener<IoWriteFuture> listener) {
        listeners = listeners.stream().filter(known -> known != listener).toList();
        return this;
    }

    @Override
    public synchronized boolean isDone() {
        return done;
    }

    @Override
    public synchronized boolean isWritten() {
        return done && failure == null;
    }

    @Override
    public synchronized Throwable getException() {
        return failure;
    }

    @Override
    public Object getId() {
        return this;
    }

    private boolean waitFor(long timeoutMillis) throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            if (done) {
                return true;
            }
            if (waiting == null) {
                waiting = new CountDownLatch(1);
            }
            latch = waiting;
        }
        return latch.await(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean await(long timeoutMillis, CancelOption... options) throws InterruptedIOException {
        try {
            return waitFor(timeoutMillis);
        } catch (InterruptedException stop) {
            throw (InterruptedIOException) new InterruptedIOException("interrupted while writing").initCause(stop);
        }
    }

    @Override
    public boolean awaitUninterruptibly(long timeoutMillis, CancelOption... options) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        try {
            while (true) {
                try {
                    long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                    return waitFor(timeoutMillis == Long.MAX_VALUE ? timeoutMillis : left);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public IoWriteFuture verify(long timeoutMillis, CancelOption... options) throws IOException {
        if (!await(timeoutMillis, options)) {
            throw new IOException(new TimeoutException("not written within " + timeoutMillis + " ms"));
        }
        Throwable why = getException();
        if (why != null) {
            throw new IOException("not written", why);
        }
        return this;
    }
}
