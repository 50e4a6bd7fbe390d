/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A snapshot of a large content. Keeps the frame that was read last, since clients read less than a frame at a time. */
final class SpooledContent implements Content {

    private final ContentFile file;
    private final ExtentMap extents;
    private final long size;
    private long cachedFrame = -1;
    private ByteBuffer cached;
    private boolean closed;

    /** Takes over one use of the file. */
    SpooledContent(ContentFile file, ExtentMap extents, long size) {
        this.file = file;
        this.extents = extents;
        this.size = size;
    }

    static SpooledContent read(ContentFile file, long mapOffset) throws IOException {
        ByteBuffer map = file.read(FrameKind.EXTENTS, mapOffset);
        long size = map.getLong();
        return new SpooledContent(file, ExtentMap.decode(map), size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws IOException {
        if (position >= size) {
            return target.hasRemaining() ? -1 : 0;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        int done = 0;
        while (done < wanted) {
            done += piece(target, position + done, wanted - done);
        }
        return wanted;
    }

    private int piece(ByteBuffer target, long position, int most) throws IOException {
        Run run = extents.at(position);
        if (run == null || run.start() > position) {
            int zeros = run == null ? most : (int) Math.min(most, run.start() - position);
            target.put(new byte[zeros]);
            return zeros;
        }
        ByteBuffer frame = frame(run.frameAt(position));
        int inFrame = run.offsetInFrame(position);
        int count = (int) Math.min(Math.min(most, run.end() - position), frame.limit() - (long) inFrame);
        if (count <= 0) {
            throw new DamagedException("a frame of the spool is shorter than its map says");
        }
        target.put(frame.array(), frame.arrayOffset() + inFrame, count);
        return count;
    }

    private ByteBuffer frame(long offset) throws IOException {
        if (cachedFrame != offset) {
            cached = file.read(FrameKind.DATA, offset);
            cachedFrame = offset;
        }
        return cached;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            cached = null;
        }
        file.close();
    }
}
