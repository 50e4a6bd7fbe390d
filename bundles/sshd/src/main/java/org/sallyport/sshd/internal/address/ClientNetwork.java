/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.address;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * What counts as one client where clients are counted by address: an IPv4 address, or the /64 of an IPv6 address, since whoever has one
 * address of it has all. An IPv4 address written as IPv6 ({@code ::ffff:192.0.2.1}) is the IPv4 address: Java reads it so.
 *
 * @param first the network's first address
 */
public record ClientNetwork(InetAddress first) {

    private static final int IPV6_PREFIX_BYTES = 8;

    public static ClientNetwork of(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return new ClientNetwork(address);
        }
        byte[] prefix = address.getAddress();
        Arrays.fill(prefix, IPV6_PREFIX_BYTES, prefix.length, (byte) 0);
        try {
            return new ClientNetwork(InetAddress.getByAddress(prefix));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
