/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import java.io.IOException;
import java.util.Optional;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/** Reads one file at any position; reads ahead when it is read in order. For one thread at a time. */
public final class FileReader {

    /** Requests that were sent in order may come out of it by so many segments. */
    private static final int NEAR_AHEAD = 3;

    private static final int NEAR_BEHIND = 16;

    /** Segments ahead for each that was read in order. */
    private static final int GROWTH = 4;

    private static final int LARGEST_PART = Segments.SIZE;

    private final GridClient grid;
    private final Segments segments;
    private final Capability file;
    private final long size;
    private final byte[] literal;
    private final Content content;
    private long latest = -1;
    private long prepared;
    private int ahead;
    private Optional<ReadAhead> running = Optional.empty();

    /** @param size of the file in bytes */
    public FileReader(GridClient grid, Segments segments, Capability file, long size) {
        this.grid = grid;
        this.segments = segments;
        this.file = file;
        this.size = size;
        this.literal = file.literalContent().orElse(null);
        this.content = Content.of(file, size);
    }

    public long size() {
        return size;
    }

    /**
     * Reads some bytes.
     *
     * @return how many, at least 1; or -1 at the end of the file
     */
    public int read(long position, byte[] target, int offset, int length) throws IOException {
        if (position >= size) {
            return -1;
        }
        int wanted = (int) Math.min(length, size - position);
        if (wanted == 0) {
            return 0;
        }
        if (literal != null) {
            System.arraycopy(literal, (int) position, target, offset, wanted);
            return wanted;
        }
        if (!file.kind().isImmutable()) {
            return readMutable(position, target, offset, Math.min(wanted, LARGEST_PART));
        }
        long number = position / Segments.SIZE;
        int within = (int) (position % Segments.SIZE);
        readAhead(number);
        byte[] segment = segments.get(content, number);
        int count = Math.min(wanted, segment.length - within);
        System.arraycopy(segment, within, target, offset, count);
        return count;
    }

    private int readMutable(long position, byte[] target, int offset, int count) throws IOException {
        byte[] part = grid.read(file, position, count);
        System.arraycopy(part, 0, target, offset, count);
        return count;
    }

    /** What is read in order is fetched ahead, ever further. */
    private void readAhead(long number) {
        if (number > Math.max(latest, prepared) + NEAR_AHEAD || number < latest - NEAR_BEHIND) {
            ahead = 0;
            running = Optional.empty();
            prepared = number + 1;
            latest = number;
        } else if (number > latest) {
            latest = number;
            ahead = Math.min(ahead + GROWTH, segments.mostAhead());
            prepared = Math.max(prepared, number + ahead);
            running.ifPresent(request -> request.want(prepared));
            if (running.filter(request -> !request.isEnded()).isEmpty()) {
                running = segments.readAhead(content, number, number + (ahead + 1) / 2, prepared);
            }
        }
    }
}
