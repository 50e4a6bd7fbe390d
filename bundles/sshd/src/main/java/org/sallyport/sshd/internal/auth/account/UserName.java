/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

/** What can name a user. What a client sends becomes part of a path only if it can. */
public final class UserName {

    private static final int LONGEST = 64;

    private UserName() {}

    /** Up to 64 letters, digits, '.', '_', '-', '+' and '@', not beginning with '.' or '-'. */
    public static boolean isValid(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST
                && !name.startsWith(".")
                && !name.startsWith("-")
                && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-_+@".indexOf(c) >= 0);
    }

    /**
     * A name for a path.
     *
     * @throws IllegalArgumentException if it cannot be one
     */
    public static String checked(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException("a user name is up to " + LONGEST
                    + " letters, digits, '.', '_', '-', '+' and '@', not beginning with '.' or '-': " + shown(name));
        }
        return name;
    }

    /** A name as it may stand in a log: one that cannot be a user's is cut short and shown without control characters. */
    public static String shown(String name) {
        if (isValid(name)) {
            return name;
        }
        StringBuilder shown = new StringBuilder();
        name.codePoints()
                .limit(LONGEST)
                .forEach(c -> shown.appendCodePoint(c < 0x20 || c > 0x7e || c == '"' || c == '\\' ? '?' : c));
        return shown.toString();
    }
}
