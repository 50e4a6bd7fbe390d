/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkPolicy;

/** Looks up switches by name. */
final class Switches {

    private Switches() {}

    static Quirk<?> find(QuirkPolicy policy, String name) {
        List<Quirk<?>> all = policy.quirks();
        return all.stream()
                .filter(quirk -> quirk.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no switch " + name + "; there are "
                        + String.join(", ", all.stream().map(Quirk::name).toList())));
    }

    /** @throws IllegalArgumentException that says what would be valid */
    static void check(QuirkPolicy policy, String name, String value) {
        Quirk<?> quirk = find(policy, name);
        try {
            quirk.parser().apply(value);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(name + " = " + value + ": valid is " + quirk.valid(), malformed);
        }
    }

    static String spell(Object value) {
        return value instanceof Enum<?> constant ? ConfigurationReader.spell(constant) : value.toString();
    }
}
