/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Commands that a client may run. None of them is a program: what they print is made up by the server.
 *
 * @param names some of {@link #KNOWN}
 */
public record CommandNames(Set<String> names) {

    /** Every command that can be answered. */
    public static final Set<String> KNOWN = Set.of("cd", "df", "md5sum", "pwd", "sha1sum", "sha256sum");

    /** No command. */
    public static final CommandNames NONE = new CommandNames(Set.of());

    public CommandNames {
        names = Set.copyOf(names);
        if (!KNOWN.containsAll(names)) {
            throw new IllegalArgumentException(names.toString());
        }
    }

    /** Reads names separated by commas. */
    public static CommandNames parse(String text) {
        return new CommandNames(Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet()));
    }
}
