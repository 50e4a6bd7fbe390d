/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.cipher.CipherInformation;

/**
 * {@code chacha20-poly1305@openssh.com} (OpenSSH's PROTOCOL.chacha20poly1305): one key for the length of a packet, one for its
 * body and, by the first block of that key stream, for the tag over both as they are sent.
 */
public final class ChaChaPolyCipher extends DescribedCipher implements PacketCipher {

    private static final Supplier<Poly1305> FASTEST_POLY1305 =
            JdkPoly1305.ofThisJvm().orElse(LimbPoly1305::new);

    private static final int KEY_SIZE = 32;
    private static final int NONCE_SIZE = 12;

    /** The body's key stream begins behind the block that the tag's key is from. */
    private static final int FIRST_COUNTER = 1;

    private final Cipher body;
    private final Poly1305 poly1305 = FASTEST_POLY1305.get();
    private final byte[] polyKey = new byte[Poly1305.KEY_SIZE];
    private final byte[] lengthStream = new byte[Integer.BYTES];
    private final byte[] tag = new byte[Poly1305.TAG_SIZE];
    private final ByteBuffer nonce = ByteBuffer.allocate(NONCE_SIZE);
    private SecretKey bodyKey;
    private ChaChaBlock bodyBlock;
    private ChaChaBlock lengthBlock;
    private boolean encrypts;
    private int firstSequence;
    private int sequence;
    private boolean begun;

    /** @throws GeneralSecurityException if the JVM has no ChaCha20 */
    public ChaChaPolyCipher(CipherInformation description) throws GeneralSecurityException {
        super(description);
        body = Cipher.getInstance("ChaCha20");
    }

    /** @param iv the number of the first packet, as 64 bits */
    @Override
    public void init(Mode direction, byte[] key, byte[] iv) {
        encrypts = direction == Mode.Encrypt;
        bodyKey = new SecretKeySpec(key, 0, KEY_SIZE, "ChaCha20");
        bodyBlock = new ChaChaBlock(key, 0);
        lengthBlock = new ChaChaBlock(key, KEY_SIZE);
        sequence = ByteBuffer.wrap(iv).getInt(Integer.BYTES);
        firstSequence = sequence;
        begun = false;
    }

    @Override
    public int length(byte[] packet, int at) {
        lengthBlock.first(sequence, lengthStream);
        return ByteBuffer.wrap(packet).getInt(at)
                ^ ByteBuffer.wrap(lengthStream).getInt();
    }

    @Override
    public void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException {
        beginPacket();
        check(packet, at, Integer.BYTES + length);
        crypt(packet, at + Integer.BYTES, length, plain, 0);
        sequence++;
    }

    /** As MINA does it: the length is encrypted or decrypted in place here, and authenticated by {@link #update}. */
    @Override
    public void updateAAD(byte[] data, int offset, int length) {
        ByteBuffer.wrap(data).putInt(offset, length(data, offset));
    }

    /** Takes what follows the length that {@link #updateAAD} has had. */
    @Override
    public void update(byte[] data, int offset, int length) throws GeneralSecurityException {
        int at = offset - Integer.BYTES;
        beginPacket();
        if (encrypts) {
            crypt(data, offset, length, data, offset);
            poly1305.tag(polyKey, data, at, Integer.BYTES + length, data, offset + length);
        } else {
            // The tag is over the length as it was sent.
            ByteBuffer packet = ByteBuffer.wrap(data);
            int clear = packet.getInt(at);
            packet.putInt(at, length(data, at));
            check(data, at, Integer.BYTES + length);
            packet.putInt(at, clear);
            crypt(data, offset, length, data, offset);
        }
        sequence++;
    }

    private void beginPacket() throws GeneralSecurityException {
        if (begun && sequence == firstSequence) {
            throw new GeneralSecurityException("all nonces of this key have been used");
        }
        begun = true;
        bodyBlock.first(sequence, polyKey);
    }

    private void check(byte[] packet, int at, int length) throws AEADBadTagException {
        poly1305.tag(polyKey, packet, at, length, tag, 0);
        ByteBuffer sent = ByteBuffer.wrap(packet, at + length, Poly1305.TAG_SIZE);
        long difference = 0;
        for (int i = 0; i < Poly1305.TAG_SIZE; i++) {
            difference |= sent.get() ^ tag[i];
        }
        if (difference != 0) {
            throw new AEADBadTagException("a packet's tag is wrong");
        }
    }

    private void crypt(byte[] from, int at, int length, byte[] to, int toAt) throws GeneralSecurityException {
        nonce.putInt(NONCE_SIZE - Integer.BYTES, sequence);
        body.init(Cipher.ENCRYPT_MODE, bodyKey, new ChaCha20ParameterSpec(nonce.array(), FIRST_COUNTER));
        body.doFinal(from, at, length, to, toAt);
    }
}
