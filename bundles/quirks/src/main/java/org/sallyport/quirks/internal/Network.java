/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A network in CIDR form (RFC 4632, RFC 4291), such as {@code 10.0.0.0/8} or {@code fd00::/8}. */
final class Network implements ValueTest {

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException if it is none */
    static Network parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = bytes(text.substring(0, slash));
        int bits = Integer.parseInt(text.substring(slash + 1).trim());
        if (address.length == 0 || bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("'" + text + "' is not a network such as 10.0.0.0/8 or fd00::/8");
        }
        return new Network(address, bits);
    }

    /** Empty for what is no numeric address; names are never looked up. */
    static byte[] bytes(String text) {
        String literal = text.trim();
        int scope = literal.indexOf('%');
        if (scope >= 0) {
            literal = literal.substring(0, scope);
        }
        boolean numeric = literal.indexOf(':') >= 0
                ? literal.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
                : literal.chars().filter(c -> c == '.').count() == 3
                        && literal.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        if (!numeric) {
            return new byte[0];
        }
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException malformed) {
            return new byte[0];
        }
    }

    /** The first and the last address, and those just outside. */
    Set<String> edges() {
        BigInteger size = BigInteger.ONE.shiftLeft(address.length * 8 - bits);
        BigInteger first =
                new BigInteger(1, address).shiftRight(size.bitLength() - 1).shiftLeft(size.bitLength() - 1);
        BigInteger past = first.add(size);
        Set<String> edges = new LinkedHashSet<>();
        for (BigInteger edge : List.of(first, past.subtract(BigInteger.ONE), past, first.subtract(BigInteger.ONE))) {
            if (edge.signum() >= 0 && edge.bitLength() <= address.length * 8) {
                edges.add(text(edge));
            }
        }
        return edges;
    }

    private String text(BigInteger number) {
        byte[] raw = new byte[address.length];
        byte[] digits = number.toByteArray();
        int count = Math.min(raw.length, digits.length);
        System.arraycopy(digits, digits.length - count, raw, raw.length - count, count);
        return text(raw);
    }

    /** As Java writes it, and so the addresses of clients. */
    static String text(byte[] raw) {
        try {
            return InetAddress.getByAddress(raw).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public boolean test(KnownFacts.Value value) {
        byte[] other = value.address();
        if (other.length != address.length) {
            return false;
        }
        int whole = bits / 8;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = bits % 8;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
    }
}
