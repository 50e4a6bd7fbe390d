/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.quirk.ClientProfile;

/** When a rule applies: an OSGi filter (OSGi Core, section 3.2.7) over what is known of a client. */
sealed interface Condition {

    /** Always. */
    Condition ALWAYS = new All(List.of());

    boolean matches(ClientProfile client);

    /** What it asks for. */
    Set<Fact> facts();

    /** All of them hold. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean matches(ClientProfile client) {
            for (Condition part : parts) {
                if (!part.matches(client)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Set<Fact> facts() {
            return union(parts);
        }
    }

    /** At least one of them holds. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean matches(ClientProfile client) {
            for (Condition part : parts) {
                if (part.matches(client)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Set<Fact> facts() {
            return union(parts);
        }
    }

    /** It does not hold. */
    record Not(Condition part) implements Condition {
        @Override
        public boolean matches(ClientProfile client) {
            return !part.matches(client);
        }

        @Override
        public Set<Fact> facts() {
            return part.facts();
        }
    }

    /** A fact is known and its value, or one of its values, passes a test. */
    record Test(Fact fact, ValueTest test) implements Condition {
        @Override
        public boolean matches(ClientProfile client) {
            for (String value : fact.of(client)) {
                if (test.test(value)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Set<Fact> facts() {
            return EnumSet.of(fact);
        }
    }

    private static Set<Fact> union(List<Condition> parts) {
        Set<Fact> result = EnumSet.noneOf(Fact.class);
        parts.forEach(part -> result.addAll(part.facts()));
        return result;
    }
}
