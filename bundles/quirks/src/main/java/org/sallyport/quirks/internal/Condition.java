/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** When a rule applies: an OSGi filter (OSGi Core, section 3.2.7) over what is known of a client. */
sealed interface Condition {

    /** Always. */
    Condition ALWAYS = new All(List.of());

    boolean matches(KnownFacts client);

    /** What it asks for. */
    Set<Fact> facts();

    /** All of them hold. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean matches(KnownFacts client) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).matches(client)) {
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
        public boolean matches(KnownFacts client) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).matches(client)) {
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
        public boolean matches(KnownFacts client) {
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
        public boolean matches(KnownFacts client) {
            List<KnownFacts.Value> values = client.of(fact);
            for (int i = 0; i < values.size(); i++) {
                if (test.test(values.get(i))) {
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
