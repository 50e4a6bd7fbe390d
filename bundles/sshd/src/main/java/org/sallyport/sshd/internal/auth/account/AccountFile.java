/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The lines {@code key = value} of an account's file. Backslashes mean nothing, so that any password can be written; comments and
 * order outlive a change.
 */
final class AccountFile {

    private final List<String> lines;

    AccountFile(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Behind the sign of equality and the spaces after it; empty counts as absent. */
    Optional<String> value(String key) {
        return lines.stream()
                .filter(line -> key(line).equals(key))
                .map(line -> line.substring(line.indexOf('=') + 1).stripLeading())
                .filter(value -> !value.isEmpty())
                .reduce((first, last) -> last);
    }

    Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        for (String line : lines) {
            if (!key(line).isEmpty()) {
                keys.add(key(line));
            }
        }
        return keys;
    }

    /** A line that is neither a comment nor has a key has an empty one. */
    private static String key(String line) {
        int equals = line.indexOf('=');
        return line.startsWith("#") || equals < 0
                ? ""
                : line.substring(0, equals).strip();
    }

    /** The same with another value; empty takes the key away. */
    AccountFile with(String key, Optional<String> value) {
        List<String> changed = new ArrayList<>();
        boolean done = false;
        for (String line : lines) {
            if (!key(line).equals(key)) {
                changed.add(line);
            } else if (!done && value.isPresent()) {
                changed.add(key + " = " + value.get());
                done = true;
            }
        }
        if (!done && value.isPresent()) {
            changed.add(key + " = " + value.get());
        }
        return new AccountFile(changed);
    }

    String text() {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
