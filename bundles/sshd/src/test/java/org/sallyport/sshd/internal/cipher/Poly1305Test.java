/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Poly1305Test {

    private static final int FIRST_JAVA_WITH_VECTORS = 21;
    private static final String FF = "ff".repeat(16);

    private final Random random = new Random(7);
    private final org.bouncycastle.crypto.macs.Poly1305 reference = new org.bouncycastle.crypto.macs.Poly1305();

    private static String tag(byte[] key, byte[] message) {
        byte[] tag = new byte[Poly1305.TAG_SIZE];
        new LimbPoly1305().tag(key, message, 0, message.length, tag, 0);
        return HexFormat.of().formatHex(tag);
    }

    /** All that this JVM has. */
    private static Stream<Poly1305> all() {
        return Stream.concat(Stream.of(new LimbPoly1305()), JdkPoly1305.ofThisJvm().map(Supplier::get).stream());
    }

    @Test
    void thatOfTheJdkIsThereFromJava21On() {
        assertThat(JdkPoly1305.ofThisJvm().isPresent())
                .isEqualTo(Runtime.version().feature() >= FIRST_JAVA_WITH_VECTORS);
    }

    @Test
    void theExampleOfRfc8439Section252() {
        byte[] key = HexFormat.of().parseHex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b");
        assertThat(tag(key, "Cryptographic Forum Research Group".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("a8061dc1305136c6c22b8baf0c0127a9");
    }

    /** Appendix A.3, vectors 7 to 11: sums that go round 2^130 - 5 or 2^128. Zeros at the end are left out. */
    @ParameterizedTest
    @CsvSource({
        "02, 00, FF, 03",
        "02, FF, 02, 03",
        "01, 00, FF f0ffffffffffffffffffffffffffffff 11, 05",
        "01, 00, FF fbfefefefefefefefefefefefefefefe 01010101010101010101010101010101, 00",
        "02, 00, fdffffffffffffffffffffffffffffff, faffffffffffffffffffffffffffffff"
    })
    void theEdgesOfRfc8439AppendixA3(String r, String s, String blocks, String tag) {
        StringBuilder message = new StringBuilder();
        for (String block : blocks.split(" ")) {
            message.append(block(block));
        }
        assertThat(tag(
                        HexFormat.of().parseHex(block(r) + block(s)),
                        HexFormat.of().parseHex(message)))
                .isEqualTo(block(tag));
    }

    private static String block(String hex) {
        return hex.equals("FF") ? FF : hex + "0".repeat(32 - hex.length());
    }

    @ParameterizedTest
    @MethodSource("all")
    void saysTheSameAsBouncyCastleForMessagesOfEveryLength(Poly1305 own) {
        for (int length = 0; length < 600; length++) {
            sameAsBouncyCastle(own, length);
        }
        for (int length = 32 << 10; length < (32 << 10) + 70; length++) {
            sameAsBouncyCastle(own, length);
        }
    }

    private void sameAsBouncyCastle(Poly1305 own, int length) {
        byte[] expected = new byte[Poly1305.TAG_SIZE];
        byte[] tag = new byte[3 + Poly1305.TAG_SIZE];
        for (int fill = 0; fill < 4; fill++) {
            byte[] key = new byte[Poly1305.KEY_SIZE];
            byte[] message = new byte[5 + length];
            fill(key, fill % 2 == 1);
            fill(message, fill >= 2);
            byte[] keyBefore = key.clone();
            reference.init(new KeyParameter(key));
            reference.update(message, 5, length);
            reference.doFinal(expected, 0);
            own.tag(key, message, 5, length, tag, 3);
            assertThat(Arrays.copyOfRange(tag, 3, tag.length))
                    .as("%d bytes", length)
                    .isEqualTo(expected);
            assertThat(key).isEqualTo(keyBefore);
        }
    }

    private void fill(byte[] bytes, boolean ones) {
        if (ones) {
            Arrays.fill(bytes, (byte) 0xff);
        } else {
            random.nextBytes(bytes);
        }
    }
}
