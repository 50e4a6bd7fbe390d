/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A content as a stream while it is still being written: what is in its file already, in order, and more when it comes, to the end of its
 * first snapshot. Reading fails once something is changed that was read already. So what was read to the end is the snapshot, byte for
 * byte. The one who reads never keeps the one who writes waiting.
 */
public final class Following extends InputStream {

    private final ContentWriter writer;
    private final ContentFile file;
    private final Duration pause;
    private final Semaphore news = new Semaphore(0);
    private volatile Snapshot snapshot;
    private volatile String givenUp = "";
    private volatile boolean whole;

    // Of those who read, one after another.
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long position;
    private SpooledContent rest;
    private boolean closed;

    /** What the content was when it was sealed. */
    private record Snapshot(ExtentMap extents, long size) {}

    /** Takes over one use of the file. */
    Following(ContentWriter writer, ContentFile file, Duration pause) {
        this.writer = writer;
        this.file = file;
        this.pause = pause;
    }

    // For those who write: nothing here waits.

    /** Perhaps there is more to be read. */
    void news() {
        news.release();
    }

    /** Nothing more comes than what is in a snapshot, which is not changed any more. */
    void end(ExtentMap extents, long size) {
        snapshot = new Snapshot(extents, size);
        news();
    }

    /** Reading fails from now on, unless it has come to the end. */
    public void giveUp(String why) {
        if (givenUp.isEmpty()) {
            givenUp = why;
        }
        news();
    }

    /** Whether the content was sealed. */
    public boolean isEnded() {
        return snapshot != null;
    }

    /** Whether all of the snapshot was read. */
    public boolean isWhole() {
        return whole;
    }

    // For those who read.

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (true) {
            if (whole) {
                return -1;
            }
            if (!givenUp.isEmpty()) {
                throw new IOException(givenUp);
            }
            if (piece.hasRemaining()) {
                int count = Math.min(length, piece.remaining());
                piece.get(target, offset, count);
                position += count;
                return count;
            }
            if (rest != null) {
                int count = rest.read(ByteBuffer.wrap(target, offset, length), position);
                position += Math.max(0, count);
                whole = count < 0;
                return count;
            }
            advance();
        }
    }

    private void advance() throws IOException {
        Optional<ContentWriter.Piece> next = writer.next(this);
        if (next.isPresent()) {
            ByteBuffer frame = file.read(FrameKind.DATA, next.get().offset());
            if (frame.limit() < next.get().skip() + next.get().length()) {
                throw new DamagedException("a frame of the spool is shorter than its map says");
            }
            piece = frame.limit(next.get().skip() + next.get().length())
                    .position(next.get().skip());
        } else if (snapshot != null) {
            rest = new SpooledContent(file, snapshot.extents(), snapshot.size());
        } else {
            await();
        }
    }

    private void await() throws IOException {
        try {
            if (!news.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                giveUp("the client has written no more for " + pause);
            }
            news.drainPermits();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a client");
        }
    }

    @Override
    public void close() {
        giveUp("nobody wants the content any more");
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            piece = ByteBuffer.allocate(0);
        }
        if (rest == null) {
            file.close();
        } else {
            rest.close();
        }
    }
}
