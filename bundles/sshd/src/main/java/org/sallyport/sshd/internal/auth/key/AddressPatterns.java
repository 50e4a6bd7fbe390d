/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.sallyport.sshd.internal.address.AddressRange;
import org.sallyport.sshd.internal.address.AddressText;

/**
 * Pattern lists of addresses as OpenSSH has them in {@code from="..."} (ssh_config(5), PATTERNS): CIDR ranges and globs, {@code !}
 * before one that must not match. Host names never match: the server looks up no names, as OpenSSH's does by default. A list with a
 * range that no network has, such as {@code 127.0.0.1/8} or {@code 10.0.0.0/33}, matches no address, since what was meant is not known.
 */
final class AddressPatterns {

    private AddressPatterns() {}

    static boolean matches(List<String> patterns, InetAddress address) {
        if (patterns.stream().anyMatch(AddressPatterns::isInconsistent)) {
            return false;
        }
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

    private static boolean isInconsistent(String item) {
        String pattern = item.startsWith("!") ? item.substring(1) : item;
        int slash = pattern.indexOf('/');
        if (slash < 0 || !AddressRange.isLiteral(pattern.substring(0, slash))) {
            return false;
        }
        try {
            return !AddressRange.parse(pattern).isNetwork();
        } catch (IllegalArgumentException impossibleLength) {
            return true;
        }
    }

    private static boolean matchesOne(String pattern, InetAddress address) {
        if (pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0) {
            return Glob.matches(pattern.toLowerCase(Locale.ROOT), AddressText.of(address));
        }
        try {
            return AddressRange.parse(pattern).contains(address);
        } catch (IllegalArgumentException hostName) {
            return false;
        }
    }
}
