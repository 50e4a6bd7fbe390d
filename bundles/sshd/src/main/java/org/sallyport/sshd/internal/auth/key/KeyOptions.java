/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The options at the beginning of a line of {@code authorized_keys}: names and quoted values, separated by commas. */
final class KeyOptions {

    /** @param value without its quotes; empty for an option without one */
    record Option(String name, String value) {}

    private KeyOptions() {}

    /**
     * Where options end: at the first space outside quotes.
     *
     * @throws IllegalArgumentException if nothing follows them
     */
    static int end(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (isEscapedQuote(line, i)) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                return i;
            }
        }
        throw new IllegalArgumentException("options without a key");
    }

    /** @throws IllegalArgumentException if an option has no name, or a value without quotes */
    static List<Option> parse(String text) {
        List<Option> options = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            int nameEnd = i;
            while (nameEnd < text.length() && text.charAt(nameEnd) != '=' && text.charAt(nameEnd) != ',') {
                nameEnd++;
            }
            String name = text.substring(i, nameEnd).toLowerCase(Locale.ROOT);
            if (name.isEmpty()) {
                throw new IllegalArgumentException("an option without a name");
            }
            StringBuilder value = new StringBuilder();
            i = nameEnd;
            if (i < text.length() && text.charAt(i) == '=') {
                i = quoted(text, i + 1, name, value);
            }
            options.add(new Option(name, value.toString()));
            if (i < text.length() && text.charAt(i) != ',') {
                throw new IllegalArgumentException("option " + name + " is not followed by a comma");
            }
            i++;
            if (i == text.length()) {
                throw new IllegalArgumentException("a comma after the last option");
            }
        }
        return options;
    }

    private static int quoted(String text, int start, String name, StringBuilder value) {
        if (start >= text.length() || text.charAt(start) != '"') {
            throw new IllegalArgumentException("option " + name + ": its value is not quoted");
        }
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            if (isEscapedQuote(text, i)) {
                i++;
            }
            value.append(text.charAt(i++));
        }
        if (i == text.length()) {
            throw new IllegalArgumentException("option " + name + ": its value has no closing quote");
        }
        return i + 1;
    }

    private static boolean isEscapedQuote(String text, int i) {
        return text.charAt(i) == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '"';
    }
}
