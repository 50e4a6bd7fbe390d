/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Arrays;
import java.util.List;

/**
 * Names of files, with {@code *} for any text and {@code ?} for any character. Upper and lower case differ.
 *
 * @param patterns any of them may match
 */
public record NamePatterns(List<String> patterns) {

    /** No name at all. */
    public static final NamePatterns NONE = new NamePatterns(List.of());

    public NamePatterns {
        patterns = List.copyOf(patterns);
    }

    /**
     * Reads patterns separated by commas.
     *
     * @throws IllegalArgumentException for one with a slash: they are of names, not of paths
     */
    public static NamePatterns parse(String text) {
        if (text.indexOf('/') >= 0) {
            throw new IllegalArgumentException(text);
        }
        return new NamePatterns(Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(pattern -> !pattern.isEmpty())
                .toList());
    }

    public boolean matches(String name) {
        for (String pattern : patterns) {
            if (matches(pattern, name)) {
                return true;
            }
        }
        return false;
    }

    /** Goes back to the last asterisk alone, so that no pattern takes more than the product of both lengths. */
    private static boolean matches(String pattern, String name) {
        int p = 0;
        int n = 0;
        int asterisk = -1;
        int resumeAt = 0;
        while (n < name.length()) {
            char expected = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (expected == '*') {
                asterisk = p++;
                resumeAt = n;
            } else if (p < pattern.length() && (expected == '?' || expected == name.charAt(n))) {
                p++;
                n++;
            } else if (asterisk >= 0) {
                p = asterisk + 1;
                n = ++resumeAt;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
