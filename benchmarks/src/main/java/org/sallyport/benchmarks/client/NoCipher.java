/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.nio.ByteBuffer;

/** Before the first key exchange. */
final class NoCipher implements PacketCipher {

    @Override
    public int blockSize() {
        return 8;
    }

    @Override
    public int tagSize() {
        return 0;
    }

    @Override
    public boolean padsLength() {
        return true;
    }

    @Override
    public int length(byte[] packet, int at) {
        return ByteBuffer.wrap(packet).getInt(at);
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) {
        System.arraycopy(packet, at + Integer.BYTES, plain, 0, length);
    }

    @Override
    public void seal(byte[] packet, int at, int length) {
        // stays as it is
    }
}
