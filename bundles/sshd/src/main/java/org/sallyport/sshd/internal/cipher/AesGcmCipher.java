/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.cipher.CipherInformation;

/** AES-GCM for SSH (RFC 5647, and OpenSSH's PROTOCOL for the names). */
final class AesGcmCipher extends DescribedCipher implements PacketCipher {

    private static final int NONCE_SIZE = 12;

    /** Where in the nonce the packets are counted. */
    private static final int COUNTER = 4;

    private final Cipher cipher;
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE_SIZE);
    private SecretKey key;
    private int mode;
    private long firstCounter;
    private boolean begun;

    AesGcmCipher(CipherInformation description) throws GeneralSecurityException {
        super(description);
        cipher = Cipher.getInstance(description.getTransformation());
    }

    @Override
    public void init(Mode direction, byte[] keyBytes, byte[] iv) {
        mode = direction == Mode.Encrypt ? Cipher.ENCRYPT_MODE : Cipher.DECRYPT_MODE;
        key = new SecretKeySpec(Arrays.copyOf(keyBytes, getKdfSize()), "AES");
        nonce.put(0, iv, 0, NONCE_SIZE);
        firstCounter = nonce.getLong(COUNTER);
        begun = false;
    }

    private void beginPacket() throws GeneralSecurityException {
        if (begun && nonce.getLong(COUNTER) == firstCounter) {
            throw new GeneralSecurityException("all nonces of this key have been used");
        }
        begun = true;
        cipher.init(mode, key, new GCMParameterSpec(getAuthenticationTagSize() * Byte.SIZE, nonce.array()));
    }

    private void nextNonce() {
        nonce.putLong(COUNTER, nonce.getLong(COUNTER) + 1);
    }

    @Override
    public int length(byte[] packet, int at) {
        return ByteBuffer.wrap(packet).getInt(at);
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException {
        beginPacket();
        cipher.updateAAD(packet, at, Integer.BYTES);
        cipher.doFinal(packet, at + Integer.BYTES, length + getAuthenticationTagSize(), plain, 0);
        nextNonce();
    }

    @Override
    public void updateAAD(byte[] data, int offset, int length) throws GeneralSecurityException {
        beginPacket();
        cipher.updateAAD(data, offset, length);
    }

    @Override
    public void update(byte[] data, int offset, int length) throws GeneralSecurityException {
        int input = mode == Cipher.DECRYPT_MODE ? length + getAuthenticationTagSize() : length;
        cipher.doFinal(data, offset, input, data, offset);
        nextNonce();
    }
}
