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
 * first snapshot. Reading fails once something is changed that was read already, or if too little comes. So what was read to the end is the
 * snapshot. The one who reads never keeps the one who writes waiting.
 */
public final class Following extends InputStream {

    /** Bytes that have to come within each pause. */
    static final int PROGRESS = 128 << 10;

    private static final long NOT_YET = -1;

    private final ContentWriter writer;
    private final ContentFile file;
    private final Duration pause;
    private final Semaphore news = new Semaphore(0);
    /** Where the map of the snapshot is in the file. */
    private volatile long map = NOT_YET;

    private volatile String givenUp = "";

    // Of those who read, one after another.
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long position;
    private SpooledContent rest;
    private long progressAt;
    private long nanosLeft;
    private boolean closed;

    /** Takes over one use of the file. */
    Following(ContentWriter writer, ContentFile file, Duration pause) {
        this.writer = writer;
        this.file = file;
        this.pause = pause;
        this.nanosLeft = pause.toNanos();
    }

    // For those who write: nothing here waits.

    /** Perhaps there is more to be read. */
    void news() {
        news.release();
    }

    /** Nothing more comes than what is in a snapshot. @param offset of its map in the file */
    void end(long offset) {
        map = offset;
        news();
    }

    /** Reading fails from now on. */
    public void giveUp(String why) {
        if (givenUp.isEmpty()) {
            givenUp = why;
        }
        news();
    }

    /** Whether the content was sealed. */
    public boolean isEnded() {
        return map != NOT_YET;
    }

    // For those who read.

    /** How much was read. */
    public synchronized long position() {
        return position;
    }

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
                if (count < 0 && position != rest.size()) {
                    throw new DamagedException("more was read of a content than was sealed");
                }
                position += Math.max(0, count);
                return count;
            }
            advance();
        }
    }

    private void advance() throws IOException {
        long begin = System.nanoTime();
        Optional<ContentWriter.Piece> next = writer.next(this);
        if (next.isPresent()) {
            ByteBuffer frame = file.read(FrameKind.DATA, next.get().offset());
            if (frame.limit() < next.get().skip() + next.get().length()) {
                throw new DamagedException("a frame of the spool is shorter than its map says");
            }
            piece = frame.limit(next.get().skip() + next.get().length())
                    .position(next.get().skip());
        } else if (isEnded()) {
            rest = SpooledContent.read(file, map);
        } else {
            await(begin);
        }
    }

    /**
     * Counts the time in which nothing was found and that passes here only: it is the writer who has to hurry, not the one who reads.
     *
     * @param begin when it was looked for: one who writes all the time keeps others waiting for the look, too
     */
    private void await(long begin) throws IOException {
        if (position - progressAt >= PROGRESS) {
            progressAt = position;
            nanosLeft = pause.toNanos();
        }
        try {
            if (nanosLeft <= 0 || !news.tryAcquire(nanosLeft, TimeUnit.NANOSECONDS)) {
                giveUp("the client writes too slowly, or not from the beginning on");
            }
            news.drainPermits();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for a client");
        }
        nanosLeft -= System.nanoTime() - begin;
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
