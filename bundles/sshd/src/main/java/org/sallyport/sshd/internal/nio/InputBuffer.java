/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.nio.ByteBuffer;
import org.apache.sshd.common.util.Readable;

/**
 * Bytes from a socket on their way into packets: what was left of the read before, and what has come since. Who takes them
 * moves the position; what is left at the end is kept for the connection.
 */
public final class InputBuffer implements Readable {

    /** The largest packet that MINA takes is 256 KiB and its head; beside it there is always room to read. */
    private static final int CAPACITY = 384 << 10;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY).limit(0);
    private final byte[] plain = new byte[CAPACITY];

    InputBuffer() {
        // one for each loop
    }

    /** A heap buffer. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Room for a packet in the clear, good until the next one. */
    public byte[] plain() {
        return plain;
    }

    @Override
    public int available() {
        return bytes.remaining();
    }

    @Override
    public void getRawBytes(byte[] data, int offset, int length) {
        bytes.get(data, offset, length);
    }
}
