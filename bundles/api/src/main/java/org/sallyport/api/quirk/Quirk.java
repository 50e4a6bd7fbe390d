/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.function.Function;

/**
 * A named switch for behaviour that clients disagree about. Declared once, as a constant in {@link TransportQuirks} or
 * {@link SftpQuirks}, and used once.
 *
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
        String name,
        Class<T> type,
        T neutral,
        Phase phase,
        String description,
        String risk,
        Function<String, T> parser,
        String valid) {

    @Override
    public String toString() {
        return name;
    }
}
