/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/** {@code chacha20-poly1305@openssh.com}, as OpenSSH's PROTOCOL.chacha20poly1305 says. */
final class ChaChaPoly implements PacketCipher {

    private static final int TAG = 16;

    private final Cipher body = Cipher.getInstance("ChaCha20");
    private final Cipher header = Cipher.getInstance("ChaCha20");
    private final SecretKeySpec bodyKey;
    private final SecretKeySpec headerKey;
    private final Poly1305 mac = new Poly1305();
    private final byte[] block = new byte[64];
    private final byte[] tag = new byte[TAG];
    private int sequence;

    /** @param sequence the sequence number of the first packet */
    ChaChaPoly(byte[] key, int sequence) throws GeneralSecurityException {
        bodyKey = new SecretKeySpec(key, 0, 32, "ChaCha20");
        headerKey = new SecretKeySpec(key, 32, 32, "ChaCha20");
        this.sequence = sequence;
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

    private ChaCha20ParameterSpec nonce(int counter) {
        return new ChaCha20ParameterSpec(
                ByteBuffer.allocate(12).putInt(8, sequence).array(), counter);
    }

    /** The first 64 bytes of the key stream hold the key of the MAC; the body begins with the next block. */
    private void beginBody() throws GeneralSecurityException {
        body.init(Cipher.ENCRYPT_MODE, bodyKey, nonce(0));
        Arrays.fill(block, (byte) 0);
        body.update(block, 0, block.length, block, 0);
        mac.init(new KeyParameter(block, 0, 32));
    }

    @Override
    public int length(byte[] packet, int at) throws GeneralSecurityException {
        header.init(Cipher.ENCRYPT_MODE, headerKey, nonce(0));
        byte[] length = header.doFinal(packet, at, Integer.BYTES);
        return ByteBuffer.wrap(length).getInt();
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException {
        beginBody();
        mac.update(packet, at, Integer.BYTES + length);
        mac.doFinal(tag, 0);
        int end = at + Integer.BYTES + length;
        if (!MessageDigest.isEqual(tag, Arrays.copyOfRange(packet, end, end + TAG))) {
            throw new AEADBadTagException("Poly1305");
        }
        body.doFinal(packet, at + Integer.BYTES, length, plain, 0);
        sequence++;
    }

    @Override
    public void seal(byte[] packet, int at, int length) throws GeneralSecurityException {
        header.init(Cipher.ENCRYPT_MODE, headerKey, nonce(0));
        header.doFinal(packet, at, Integer.BYTES, packet, at);
        beginBody();
        body.doFinal(packet, at + Integer.BYTES, length, packet, at + Integer.BYTES);
        mac.update(packet, at, Integer.BYTES + length);
        mac.doFinal(packet, at + Integer.BYTES + length);
        sequence++;
    }
}
