/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The first block of a ChaCha20 key stream (RFC 8439, section 2.3), where starting a whole cipher for it costs more. */
final class ChaChaBlock {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
    private static final int ROUNDS = 10;

    private final int[] initial = new int[16];
    private final int[] state = new int[16];

    /** @param key 32 bytes from {@code offset} on */
    ChaChaBlock(byte[] key, int offset) {
        System.arraycopy(CONSTANTS, 0, initial, 0, CONSTANTS.length);
        for (int i = 0; i < 8; i++) {
            initial[4 + i] = (int) INT.get(key, offset + 4 * i);
        }
    }

    /**
     * The block with counter 0.
     *
     * @param sequence the nonce: the packet's number as 64 bits in big-endian order
     * @param stream gets the first bytes of the block, a multiple of four
     */
    void first(int sequence, byte[] stream) {
        initial[15] = Integer.reverseBytes(sequence);
        System.arraycopy(initial, 0, state, 0, state.length);
        for (int round = 0; round < ROUNDS; round++) {
            quarter(0, 4, 8, 12);
            quarter(1, 5, 9, 13);
            quarter(2, 6, 10, 14);
            quarter(3, 7, 11, 15);
            quarter(0, 5, 10, 15);
            quarter(1, 6, 11, 12);
            quarter(2, 7, 8, 13);
            quarter(3, 4, 9, 14);
        }
        for (int i = 0; i < stream.length / Integer.BYTES; i++) {
            INT.set(stream, i * Integer.BYTES, state[i] + initial[i]);
        }
    }

    private void quarter(int a, int b, int c, int d) {
        state[a] += state[b];
        state[d] = Integer.rotateLeft(state[d] ^ state[a], 16);
        state[c] += state[d];
        state[b] = Integer.rotateLeft(state[b] ^ state[c], 12);
        state[a] += state[b];
        state[d] = Integer.rotateLeft(state[d] ^ state[a], 8);
        state[c] += state[d];
        state[b] = Integer.rotateLeft(state[b] ^ state[c], 7);
    }
}
