/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our ciphers and those of MINA, each reading what the other has written. */
class PacketCipherTest {

    private static final int TAG = 16;
    private static final int PACKETS = 40;

    private final Random random = new Random(11);

    private static PacketCipher own(BuiltinCiphers cipher) {
        NamedFactory<Cipher> factory = FastCiphers.instead(List.of(cipher)).get(0);
        assertThat(factory.getName()).isEqualTo(cipher.getName());
        return (PacketCipher) factory.create();
    }

    private void init(BuiltinCiphers kind, Cipher encrypts, Cipher decrypts) throws Exception {
        byte[] key = new byte[kind.getKdfSize()];
        random.nextBytes(key);
        byte[] iv = new byte[kind.getIVSize()];
        if (kind == BuiltinCiphers.cc20p1305_openssh) {
            // the number of the first packet, soon to go beyond 31 bits
            ByteBuffer.wrap(iv).putLong(0x7fffffffL - PACKETS / 2);
        } else {
            random.nextBytes(iv);
        }
        encrypts.init(Cipher.Mode.Encrypt, key.clone(), iv.clone());
        decrypts.init(Cipher.Mode.Decrypt, key.clone(), iv.clone());
    }

    private byte[] packet(int length) {
        byte[] packet = new byte[Integer.BYTES + length + TAG];
        random.nextBytes(packet);
        ByteBuffer.wrap(packet).putInt(0, length);
        return packet;
    }

    private int length() {
        return 16 * (1 + random.nextInt(1 + random.nextInt(2100)));
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh"})
    void opensWhatMinaSends(BuiltinCiphers kind) throws Exception {
        Cipher mina = kind.create();
        PacketCipher own = own(kind);
        init(kind, mina, own);
        byte[] plain = new byte[64 << 10];
        for (int i = 0; i < PACKETS; i++) {
            int length = length();
            byte[] clear = packet(length);
            byte[] sent = new byte[7 + clear.length];
            System.arraycopy(clear, 0, sent, 7, clear.length);
            mina.updateWithAAD(sent, 7, Integer.BYTES, length);
            byte[] before = sent.clone();
            assertThat(own.length(sent, 7)).isEqualTo(length);
            own.open(sent, 7, length, plain);
            assertThat(sent).isEqualTo(before);
            assertThat(Arrays.copyOf(plain, length))
                    .isEqualTo(Arrays.copyOfRange(clear, Integer.BYTES, Integer.BYTES + length));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh"})
    void minaReadsWhatIsSentInPlace(BuiltinCiphers kind) throws Exception {
        sentInPlaceIsReadInPlace(kind, own(kind), kind.create());
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh"})
    void readsInPlaceAsMinaDoesIt(BuiltinCiphers kind) throws Exception {
        sentInPlaceIsReadInPlace(kind, kind.create(), own(kind));
    }

    private void sentInPlaceIsReadInPlace(BuiltinCiphers kind, Cipher sends, Cipher reads) throws Exception {
        init(kind, sends, reads);
        for (int i = 0; i < PACKETS; i++) {
            int length = length();
            byte[] clear = packet(length);
            byte[] sent = clear.clone();
            sends.updateWithAAD(sent, 0, Integer.BYTES, length);
            assertThat(Arrays.copyOfRange(sent, Integer.BYTES, Integer.BYTES + length))
                    .isNotEqualTo(Arrays.copyOfRange(clear, Integer.BYTES, Integer.BYTES + length));
            reads.updateAAD(sent, 0, Integer.BYTES);
            assertThat(ByteBuffer.wrap(sent).getInt()).isEqualTo(length);
            reads.update(sent, Integer.BYTES, length);
            assertThat(Arrays.copyOf(sent, Integer.BYTES + length))
                    .isEqualTo(Arrays.copyOf(clear, Integer.BYTES + length));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh"})
    void refusesAPacketOfWhichOneBitIsAnother(BuiltinCiphers kind) throws Exception {
        for (int place : new int[] {0, 3, Integer.BYTES, 40, Integer.BYTES + 64, Integer.BYTES + 64 + TAG - 1}) {
            PacketCipher sends = own(kind);
            PacketCipher opens = own(kind);
            init(kind, sends, opens);
            byte[] packet = packet(64);
            sends.updateWithAAD(packet, 0, Integer.BYTES, 64);
            packet[place] ^= 0x10;
            assertThatThrownBy(() -> opens.open(packet, 0, 64, new byte[128]))
                    .as("byte %d", place)
                    .isInstanceOf(AEADBadTagException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh"})
    void refusesAPacketThatComesAgain(BuiltinCiphers kind) throws Exception {
        PacketCipher sends = own(kind);
        PacketCipher opens = own(kind);
        init(kind, sends, opens);
        byte[] packet = packet(32);
        sends.updateWithAAD(packet, 0, Integer.BYTES, 32);
        opens.open(packet, 0, 32, new byte[64]);
        assertThatThrownBy(() -> opens.open(packet, 0, 32, new byte[64])).isInstanceOf(AEADBadTagException.class);
    }
}
