/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.SpoolReference;

/**
 * A content being written, at any offsets. Small ones stay in memory until they are sealed, when they go into the log whole; larger ones
 * get a file, to which pieces are added in the order they come.
 */
public final class ContentWriter implements Content {

    /** Contents up to this size go into the log. */
    public static final int SMALL = 64 << 10;

    private static final int PIECE = 128 << 10;
    private static final int MOST_RUNS = 1 << 18;
    /** Runs that every content may have, and for which it takes memory of the map at once when it has more. */
    private static final int SOME_RUNS = 1 << 12;

    /** Bytes of heap for each. */
    private static final int RUN_HEAP = 112;

    private static final int FRAME_OVERHEAD = 64;

    private final ContentFiles files;
    private final SpoolBudget budget;
    private final Buffers buffers;
    private final String user;
    private ContentFile file;
    private ExtentMap extents;
    private int mostRuns = SOME_RUNS;
    private byte[] buffer = new byte[0];
    /** Where in the content the buffer begins; 0 while there is no file. */
    private long bufferStart;

    private int buffered;
    private long size;
    /** What the file of its own holds. */
    private long spooled;

    private long charged;
    private boolean closed;

    /** Who reads behind the writing, if somebody does. */
    private Following following;

    /** How far that was read. */
    private long followed;

    public ContentWriter(ContentFiles files, SpoolBudget budget, Buffers buffers, String user) {
        this.files = files;
        this.budget = budget;
        this.buffers = buffers;
        this.user = user;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    /** Bytes that were taken from the budget; who seals the content gives them back in the end. */
    public synchronized long charged() {
        return charged;
    }

    /** @throws FileTreeException QUOTA or NO_SPACE, in which case nothing was written */
    public synchronized void write(ByteBuffer source, long position) throws IOException, FileTreeException {
        int length = source.remaining();
        if (length == 0) {
            return;
        }
        long end = Math.addExact(position, length);
        changing(position);
        if (file == null && end > SMALL) {
            spill();
        }
        if (file == null) {
            writeSmall(source, position, (int) end);
        } else {
            writeLarge(source, position);
        }
        size = Math.max(size, end);
    }

    private void writeSmall(ByteBuffer source, long position, int end) throws IOException, FileTreeException {
        charge(end);
        if (end > buffer.length && !grow(end)) {
            spill();
            writeLarge(source, position);
            return;
        }
        source.get(buffer, (int) position, source.remaining());
        buffered = Math.max(buffered, end);
    }

    private boolean grow(int needed) {
        int capacity = Math.min(SMALL, Math.max(needed, Math.max(1024, buffer.length * 2)));
        if (!buffers.take(capacity - buffer.length)) {
            return false;
        }
        buffer = Arrays.copyOf(buffer, capacity);
        return true;
    }

    /** Gives the content a file, since it is too large for the log. */
    private void spill() throws IOException {
        file = files.create();
        extents = new ExtentMap();
        spooled = buffered;
        if (buffered > 0) {
            put(ByteBuffer.wrap(buffer, 0, buffered), 0);
        }
        buffers.give(buffer.length);
        buffer = new byte[0];
        buffered = 0;
        if (buffers.take(PIECE)) {
            buffer = new byte[PIECE];
        }
    }

    private void put(ByteBuffer piece, long position) throws IOException {
        int length = piece.remaining();
        extents.put(position, file.append(FrameKind.DATA, piece), length);
        if (following != null) {
            following.news();
        }
    }

    private void writeLarge(ByteBuffer source, long position) throws IOException, FileTreeException {
        if (extents.size() > mostRuns) {
            growMap();
        }
        long next = spooled + source.remaining() + FRAME_OVERHEAD;
        charge(Math.max(next, position + source.remaining()));
        spooled = next;
        long at = position;
        while (source.hasRemaining()) {
            if (buffered > 0
                    && (at < bufferStart || at > bufferStart + buffered || at == bufferStart + buffer.length)) {
                flush();
            }
            if (buffer.length == 0) {
                put(source, at);
                return;
            }
            if (buffered == 0) {
                bufferStart = at;
            }
            int offset = (int) (at - bufferStart);
            int count = Math.min(source.remaining(), buffer.length - offset);
            source.get(buffer, offset, count);
            buffered = Math.max(buffered, offset + count);
            at += count;
        }
    }

    private void growMap() throws FileTreeException {
        if (mostRuns >= MOST_RUNS || !buffers.takeForMap(SOME_RUNS * RUN_HEAP)) {
            throw new FileTreeException(Reason.NO_SPACE, "The file is written in too many scattered pieces");
        }
        mostRuns += SOME_RUNS;
        leave("the content is written in scattered pieces"); // whose map it would need too, which nobody counts
    }

    private void flush() throws IOException {
        if (file != null && buffered > 0) {
            put(ByteBuffer.wrap(buffer, 0, buffered), bufferStart);
            buffered = 0;
        }
    }

    /** Takes from the budget what is missing to a number of bytes: what is spooled, or more, since holes are stored as zeros. */
    private void charge(long bytes) throws FileTreeException {
        if (bytes > charged) {
            budget.take(user, bytes - charged, 0);
            charged = bytes;
        }
    }

    /** Cuts or extends with zeros. */
    public synchronized void truncate(long newSize) throws IOException, FileTreeException {
        charge(newSize);
        changing(newSize);
        if (file == null && newSize > SMALL) {
            spill();
        }
        if (file != null) {
            flush();
            extents.truncate(newSize);
        } else if (newSize < size) {
            Arrays.fill(buffer, (int) newSize, buffered, (byte) 0);
            buffered = (int) newSize;
        } else {
            if (newSize > buffer.length && !grow((int) newSize)) {
                spill();
            } else {
                buffered = (int) newSize;
            }
        }
        size = newSize;
    }

    /** Something from a position on is about to change. */
    private void changing(long position) {
        if (position < followed) {
            leave("what was read of the content already was changed");
        }
    }

    /** Who reads behind the writing has read for nothing. */
    private void leave(String why) {
        if (following != null) {
            following.giveUp(why);
            following = null;
        }
    }

    /**
     * Begins to read the content from its beginning on, behind the writing.
     *
     * @param pause how long the reader waits for each {@link Following#PROGRESS} bytes
     * @return empty if the content is small, or somebody reads behind the writing already
     */
    public synchronized Optional<Following> follow(Duration pause) throws IOException {
        if (file == null || closed || following != null) {
            return Optional.empty();
        }
        following = new Following(this, file.open(), pause);
        followed = 0;
        return Optional.of(following);
    }

    /**
     * A part of a frame.
     *
     * @param offset of the frame in the file
     * @param skip bytes before the part
     */
    record Piece(long offset, int skip, int length) {}

    /**
     * What comes next for who reads behind the writing, and counts as read from now on.
     *
     * @return empty while it is not in the file, or when nothing more comes
     */
    synchronized Optional<Piece> next(Following reader) {
        if (reader != following) {
            return Optional.empty();
        }
        Run run = extents.at(followed);
        if (run == null || run.start() > followed) {
            return Optional.empty();
        }
        int skip = run.offsetInFrame(followed);
        long end = Math.min(run.end(), followed - skip + run.frameLength());
        if (buffered > 0 && bufferStart + buffered > followed) {
            end = Math.min(end, bufferStart); // what waits in memory is newer
        }
        if (end <= followed) {
            return Optional.empty();
        }
        Piece piece = new Piece(run.frameAt(followed), skip, (int) (end - followed));
        followed = end;
        return Optional.of(piece);
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
        if (file == null) {
            return MemoryContent.read(buffer, (int) size, target, position);
        }
        flush();
        try (SpooledContent view = new SpooledContent(file.open(), extents, size)) {
            return view.read(target, position);
        }
    }

    /**
     * What was written so far, durable where it has a file of its own.
     *
     * @param inline the content, if it is small enough for the log; otherwise null
     * @param reference where it is, if it is not
     * @param reader who reads behind the writing, and will have read this when it has read to the end
     */
    public record Snapshot(byte[] inline, Optional<SpoolReference> reference, long size, Optional<Following> reader) {}

    /**
     * Takes a snapshot of the content; a file of its own is in one more use then, of whoever keeps the reference. Who reads behind the
     * writing reads the snapshot, to its end.
     */
    public synchronized Snapshot seal() throws IOException {
        if (file == null) {
            return new Snapshot(Arrays.copyOf(buffer, (int) size), Optional.empty(), size, Optional.empty());
        }
        flush();
        long map = file.append(FrameKind.EXTENTS, extents.encode(size));
        Optional<Following> reader = Optional.ofNullable(following);
        reader.ifPresent(behind -> behind.end(map));
        following = null;
        file.force();
        file.use();
        return new Snapshot(null, Optional.of(new SpoolReference(file.name(), map, false)), size, reader);
    }

    /** Ends the writing; what was taken from the budget stays taken if it is said so. */
    public void close(boolean keepCharge) {
        ContentFile last;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            leave("the writing has ended");
            last = file;
            buffers.give(buffer.length);
            buffers.giveFromMap((mostRuns - SOME_RUNS) * RUN_HEAP);
            buffer = new byte[0];
            if (!keepCharge) {
                budget.give(user, charged, 0);
            }
        }
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void close() {
        close(false);
    }
}
