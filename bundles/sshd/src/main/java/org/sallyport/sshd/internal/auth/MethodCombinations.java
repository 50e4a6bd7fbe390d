/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Required methods as configuration writes them: {@code publickey,password keyboard-interactive}; spaces mean or, commas mean and. */
public final class MethodCombinations {

    /** What would be valid. */
    public static final String REMEDY =
            "combinations separated by spaces, methods in each by commas, out of publickey, password and keyboard-interactive";

    private static final Set<String> METHODS = Set.of("publickey", "password", "keyboard-interactive");

    private MethodCombinations() {}

    /** @throws IllegalArgumentException for other methods, or none */
    public static List<List<String>> parse(String text) {
        List<List<String>> combinations = Arrays.stream(text.trim().split("\\s+"))
                .map(combination -> List.of(combination.split(",")))
                .toList();
        if (!combinations.stream().allMatch(methods -> !methods.isEmpty() && METHODS.containsAll(methods))) {
            throw new IllegalArgumentException(text);
        }
        return combinations;
    }
}
