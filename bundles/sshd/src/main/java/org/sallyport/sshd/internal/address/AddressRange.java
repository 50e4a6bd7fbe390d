/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation, such as {@code 10.0.0.0/8} or {@code 2001:db8::/32}; a bare address is a range of one.
 *
 * @param prefix the first {@code bits} bits that count
 * @param bits 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record AddressRange(List<Byte> prefix, int bits) {

    /** Without leading zeros, which some programs read as octal. */
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

    /** @throws IllegalArgumentException for anything else, host names included: nothing is looked up */
    public static AddressRange parse(String text) {
        String[] parts = text.trim().split("/", 2);
        byte[] address = literal(parts[0]).getAddress();
        int bits = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
        if (bits < 0 || bits > address.length * 8) {
            throw new IllegalArgumentException("not an address range: " + text);
        }
        return new AddressRange(boxed(address), bits);
    }

    /**
     * Reads an address without asking a name service: four decimal numbers, or IPv6.
     *
     * @throws IllegalArgumentException for anything else: Java would read {@code 10} as 0.0.0.10
     */
    public static InetAddress literal(String text) {
        if (!isLiteral(text)) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException notAnAddress) {
            throw new IllegalArgumentException("not an IP address: " + text, notAnAddress);
        }
    }

    /** Whether a text has the form of an address; it may still be none if it is IPv6. */
    public static boolean isLiteral(String text) {
        boolean looksLikeIpv6 = text.indexOf(':') >= 0
                && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':');
        return looksLikeIpv6 || IPV4.matcher(text).matches();
    }

    /** Whether the bits that do not count are 0, as in the address of a network. */
    public boolean isNetwork() {
        for (int bit = bits; bit < prefix.size() * 8; bit++) {
            if ((prefix.get(bit / 8) & 0x80 >> bit % 8) != 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Byte> boxed(byte[] address) {
        Byte[] boxed = new Byte[address.length];
        Arrays.setAll(boxed, i -> address[i]);
        return List.of(boxed);
    }

    public boolean contains(InetAddress candidate) {
        byte[] address = candidate.getAddress();
        if (address.length != prefix.size()) {
            return false;
        }
        for (int bit = 0; bit < bits; bit += 8) {
            int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
            if (((address[bit / 8] ^ prefix.get(bit / 8)) & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
