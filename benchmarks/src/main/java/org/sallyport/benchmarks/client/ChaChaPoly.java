/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.sallyport.sshd.internal.cipher.ChaChaPolyCipher;

/**
 * {@code chacha20-poly1305@openssh.com} by the cipher of Sallyport's server: with a slower one the client, not the servers, would be
 * what is measured.
 */
final class ChaChaPoly implements PacketCipher {

    private static final int TAG = 16;

    private final ChaChaPolyCipher cipher;

    /** @param sequence the sequence number of the first packet */
    ChaChaPoly(byte[] key, int sequence, boolean sends) throws GeneralSecurityException {
        cipher = new ChaChaPolyCipher(BuiltinCiphers.cc20p1305_openssh);
        byte[] first = ByteBuffer.allocate(Long.BYTES).putLong(sequence).array();
        cipher.init(sends ? Cipher.Mode.Encrypt : Cipher.Mode.Decrypt, key, first);
    }

    @Override
    public int blockSize() {
        return 8;
    }

    @Override
    public int tagSize() {
        return TAG;
    }

    @Override
    public boolean padsLength() {
        return false;
    }

    @Override
    public int length(byte[] packet, int at) throws GeneralSecurityException {
        return cipher.length(packet, at);
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException {
        cipher.open(packet, at, length, plain);
    }

    @Override
    public void seal(byte[] packet, int at, int length) throws GeneralSecurityException {
        cipher.updateAAD(packet, at, Integer.BYTES);
        cipher.update(packet, at + Integer.BYTES, length);
    }
}
