/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes from one thread to others, bounded. Unlike {@link java.io.PipedInputStream} it does not care which threads read, and whether they
 * live.
 */
final class Pipe extends InputStream {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private final int mostBytes;
    private int bytes;
    private int readOfFirst;
    private boolean ended;
    private boolean closed;

    Pipe(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Waits while there is no room. */
    void write(byte[] source, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        lock.lock();
        try {
            while (bytes >= mostBytes && !closed) {
                changed.await();
            }
            if (closed) {
                throw new IOException("nobody reads this content any more");
            }
            parts.addLast(Arrays.copyOfRange(source, offset, offset + length));
            bytes += length;
            changed.signalAll();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing");
        } finally {
            lock.unlock();
        }
    }

    /** No more will be written. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] single = new byte[1];
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        lock.lock();
        try {
            while (parts.isEmpty() && !ended && !closed) {
                changed.await();
            }
            if (closed) {
                throw new IOException("the content was given up");
            }
            return parts.isEmpty() ? -1 : take(target, offset, length);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        } finally {
            lock.unlock();
        }
    }

    private int take(byte[] target, int offset, int length) {
        byte[] first = parts.getFirst();
        int count = Math.min(length, first.length - readOfFirst);
        System.arraycopy(first, readOfFirst, target, offset, count);
        readOfFirst += count;
        if (readOfFirst == first.length) {
            parts.removeFirst();
            readOfFirst = 0;
        }
        bytes -= count;
        changed.signalAll();
        return count;
    }

    /** From either side: the content will not be read to its end. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            parts.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
