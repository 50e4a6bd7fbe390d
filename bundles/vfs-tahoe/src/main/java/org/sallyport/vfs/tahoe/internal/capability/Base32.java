/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.capability;

/** Base 32 as Tahoe-LAFS writes it: RFC 4648, section 6, in lower case, without padding. */
final class Base32 {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    static String encode(byte[] data) {
        StringBuilder result = new StringBuilder((data.length * 8 + 4) / 5);
        int buffer = 0;
        int bits = 0;
        for (byte next : data) {
            buffer = buffer << 8 | next & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                result.append(ALPHABET.charAt(buffer >> bits & 31));
            }
        }
        if (bits > 0) {
            result.append(ALPHABET.charAt(buffer << 5 - bits & 31));
        }
        return result.toString();
    }

    /** @throws IllegalArgumentException if this is not what {@link #encode} writes for any data */
    static byte[] decode(String text) {
        byte[] result = new byte[text.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = ALPHABET.indexOf(text.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException("not base 32");
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                result[count++] = (byte) (buffer >> bits);
            }
        }
        if (bits >= 5 || (buffer & (1 << bits) - 1) != 0) {
            throw new IllegalArgumentException("not base 32");
        }
        return result;
    }
}
