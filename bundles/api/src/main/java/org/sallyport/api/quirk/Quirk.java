/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.function.Function;

/**
 * A named switch for behaviour that clients disagree about. Declared once, as a constant in {@link TransportQuirks},
 * {@link SftpQuirks} or {@link NameQuirks}, and used once.
 *
 * @param index where its value is kept among those of all switches, 0 to {@link KnownQuirks#SLOTS} - 1
 * @param name as configuration spells it: lower case with hyphens
 * @param type of its values
 * @param neutral the value for a client that no rule knows
 * @param phase when it takes effect
 * @param description what the server does differently, and who needs it
 * @param risk what it costs to do so for everybody
 * @param parser reads a value from configuration; throws {@link IllegalArgumentException} for a bad one
 * @param valid what would be valid, for the refusal of a bad value
 */
public record Quirk<T>(
        int index,
        String name,
        Class<T> type,
        T neutral,
        Phase phase,
        String description,
        String risk,
        Function<String, T> parser,
        String valid) {

    /**
     * Reads a value as configuration spells it.
     *
     * @throws IllegalArgumentException for a bad one; {@link #valid()} says what would be good
     */
    public QuirkValue read(String text) {
        try {
            return new QuirkValue(text, parser.apply(text));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(text, tooLarge);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return index;
    }

    @Override
    public String toString() {
        return name;
    }
}
