/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.sallyport.sshd.internal.address.AddressRange;

/**
 * Pattern lists of addresses as OpenSSH has them in {@code from="..."} (ssh_config(5), PATTERNS): CIDR ranges and globs, {@code !}
 * before one that must not match. Host names never match: the server looks up no names, as OpenSSH's does by default.
 */
final class AddressPatterns {

    private static final int GROUPS = 8;

    private AddressPatterns() {}

    static boolean matches(List<String> patterns, InetAddress address) {
        boolean matched = false;
        for (String item : patterns) {
            boolean negated = item.startsWith("!");
            if (matchesOne(negated ? item.substring(1) : item, address)) {
                if (negated) {
                    return false;
                }
                matched = true;
            }
        }
        return matched;
    }

    private static boolean matchesOne(String pattern, InetAddress address) {
        if (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0) {
            return Glob.matches(pattern.toLowerCase(Locale.ROOT), text(address));
        }
        try {
            return AddressRange.parse(pattern).contains(address);
        } catch (IllegalArgumentException hostName) {
            return false;
        }
    }

    /** As patterns are written: IPv6 in the short form of RFC 5952, section 4. */
    static String text(InetAddress address) {
        return address instanceof Inet6Address ? shortForm(address.getAddress()) : address.getHostAddress();
    }

    private static String shortForm(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (address[2 * i] & 0xff) << 8 | address[2 * i + 1] & 0xff;
        }
        int start = -1;
        int longest = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > longest) {
                start = i;
                longest = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += longest - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
