/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** {@code aes128-ctr} (RFC 4344) with {@code hmac-sha2-256} (RFC 6668), for servers that have nothing newer. */
final class AesCtr implements PacketCipher {

    private static final int KEY = 16;
    private static final int TAG = 32;

    private final Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    private final Mac mac = Mac.getInstance("HmacSHA256");
    private final byte[] length = new byte[Integer.BYTES];
    private int sequence;

    /** @param sequence the sequence number of the first packet */
    AesCtr(byte[] key, byte[] counter, byte[] macKey, int sequence) throws GeneralSecurityException {
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, KEY, "AES"), new IvParameterSpec(counter, 0, KEY));
        mac.init(new SecretKeySpec(macKey, 0, TAG, "HmacSHA256"));
        this.sequence = sequence;
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
        return true;
    }

    @Override
    public int length(byte[] packet, int at) throws GeneralSecurityException {
        cipher.update(packet, at, length.length, length, 0);
        return ByteBuffer.wrap(length).getInt();
    }

    @Override
    public void open(byte[] packet, int at, int count, byte[] plain) throws GeneralSecurityException {
        int body = at + length.length;
        cipher.update(packet, body, count, plain, 0);
        countPacket();
        mac.update(length);
        mac.update(plain, 0, count);
        byte[] sent = Arrays.copyOfRange(packet, body + count, body + count + TAG);
        if (!MessageDigest.isEqual(mac.doFinal(), sent)) {
            throw new GeneralSecurityException("a packet with a wrong MAC");
        }
    }

    @Override
    public void seal(byte[] packet, int at, int count) throws GeneralSecurityException {
        int whole = length.length + count;
        countPacket();
        mac.update(packet, at, whole);
        mac.doFinal(packet, at + whole);
        cipher.update(packet, at, whole, packet, at);
    }

    private void countPacket() {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, sequence++));
    }
}
