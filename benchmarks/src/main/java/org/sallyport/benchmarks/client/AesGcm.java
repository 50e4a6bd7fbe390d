/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code aes128-gcm@openssh.com} (RFC 5647). */
final class AesGcm implements PacketCipher {

    private static final int TAG = 16;

    private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    private final SecretKeySpec key;
    private final ByteBuffer nonce;
    private final int mode;

    AesGcm(byte[] key, byte[] nonce, boolean encrypts) throws GeneralSecurityException {
        this.key = new SecretKeySpec(key, 0, 16, "AES");
        this.nonce = ByteBuffer.wrap(nonce, 0, 12);
        this.mode = encrypts ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
    }

    @Override
    public int blockSize() {
        return 16;
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
    public int length(byte[] packet, int at) {
        return ByteBuffer.wrap(packet).getInt(at);
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException {
        next(packet, at);
        cipher.doFinal(packet, at + Integer.BYTES, length + TAG, plain, 0);
    }

    @Override
    public void seal(byte[] packet, int at, int length) throws GeneralSecurityException {
        next(packet, at);
        cipher.doFinal(packet, at + Integer.BYTES, length, packet, at + Integer.BYTES);
    }

    private void next(byte[] packet, int at) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce.array(), 0, 12));
        cipher.updateAAD(packet, at, Integer.BYTES);
        nonce.putLong(4, nonce.getLong(4) + 1);
    }
}
