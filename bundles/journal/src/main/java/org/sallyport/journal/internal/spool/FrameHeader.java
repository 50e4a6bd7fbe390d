/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.sallyport.journal.internal.crypto.FrameCipher;

/**
 * What each frame begins with, in clear, authenticated with the content.
 *
 * @param length of the content in bytes, before it was encrypted
 * @param offset of the frame in its file
 * @param durable how much of the file was known to be durable when the frame was written
 */
public record FrameHeader(FrameKind kind, int length, long offset, long durable) {

    static final int BYTES = 32;
    public static final int ALIGNMENT = 8;
    private static final int MAGIC = 0x53504652; // "SPFR"
    private static final int CHECKED = 28;
    private static final int MOST = 1 << 26;

    /** Bytes that a frame takes in the file. */
    public static long stride(int length) {
        long bytes = (long) BYTES + length + FrameCipher.TAG_BYTES;
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    public long end() {
        return offset + stride(length);
    }

    ByteBuffer encode() {
        ByteBuffer header = ByteBuffer.allocate(BYTES)
                .putInt(MAGIC)
                .putInt(kind.ordinal())
                .putInt(length)
                .putLong(offset)
                .putLong(durable);
        header.putInt(FileHeader.checksum(header, CHECKED));
        return header.flip();
    }

    /** Reads a header; empty if there is none for this place. */
    static Optional<FrameHeader> decode(ByteBuffer bytes, long place) {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.put(bytes).flip();
        int magic = header.getInt();
        int kind = header.getInt();
        int length = header.getInt();
        long offset = header.getLong();
        long durable = header.getLong();
        boolean valid = magic == MAGIC
                && header.getInt() == FileHeader.checksum(header, CHECKED)
                && kind >= 0
                && kind < FrameKind.values().length
                && length >= 0
                && length <= MOST
                && offset == place;
        return valid
                ? Optional.of(new FrameHeader(FrameKind.values()[kind], length, offset, durable))
                : Optional.empty();
    }
}
