/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.net.InetAddress;
import java.util.List;
import org.sallyport.sshd.internal.address.AddressRange;

/**
 * Pattern lists of addresses as OpenSSH has them in {@code from="..."} (ssh_config(5), PATTERNS): CIDR ranges and globs, {@code !}
 * before one that must not match. Host names never match: the server looks up no names.
 */
final class AddressPatterns {

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
            return glob(pattern, 0, address.getHostAddress(), 0);
        }
        try {
            return AddressRange.parse(pattern).contains(address);
        } catch (IllegalArgumentException hostName) {
            return false;
        }
    }

    private static boolean glob(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        if (pattern.charAt(p) == '*') {
            return glob(pattern, p + 1, text, t) || t < text.length() && glob(pattern, p, text, t + 1);
        }
        return t < text.length()
                && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))
                && glob(pattern, p + 1, text, t + 1);
    }
}
