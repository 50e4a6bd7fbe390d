/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Disk;
import org.sallyport.journal.internal.spool.FrameFile;

/** One file of the log, and how much in it is still needed. Changed by the log's thread alone. */
final class Segment {

    private static final String PREFIX = "log-";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_BYTES = 16;

    private final long number;
    private final FrameFile frames;
    /** How much is known to be durable. */
    private long durable;

    private long live;

    private Segment(long number, FrameFile frames, long durable) {
        this.number = number;
        this.frames = frames;
        this.durable = durable;
    }

    /** The number of a segment, from its name; empty for other files. */
    static Optional<Long> number(String name) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseUnsignedLong(name.substring(PREFIX.length()), 16));
        } catch (NumberFormatException other) {
            return Optional.empty();
        }
    }

    static String name(long number) {
        return String.format("%s%016x", PREFIX, number);
    }

    /** The id of a segment begins with its number, so that one with another's name is found. */
    private static byte[] id(long number, long random) {
        return ByteBuffer.allocate(ID_BYTES).putLong(number).putLong(random).array();
    }

    static Segment create(Disk disk, long number, SpoolKeys keys) throws IOException {
        byte[] id = id(number, RANDOM.nextLong());
        return new Segment(number, FrameFile.create(disk, name(number), id, keys), FrameFile.firstFrame());
    }

    static Segment open(Disk disk, long number, SpoolKeys keys) throws IOException {
        return new Segment(
                number,
                FrameFile.open(
                        disk,
                        name(number),
                        ByteBuffer.allocate(Long.BYTES).putLong(number).array(),
                        keys),
                FrameFile.firstFrame());
    }

    long number() {
        return number;
    }

    FrameFile frames() {
        return frames;
    }

    long durable() {
        return durable;
    }

    void durable(long bytes) {
        durable = bytes;
    }

    long live() {
        return live;
    }

    void live(long change) {
        live += change;
    }
}
