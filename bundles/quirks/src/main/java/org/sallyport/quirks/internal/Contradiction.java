/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;

/** Two rules of one layer that want different values of one switch for the same client. */
final class Contradiction {

    private Contradiction() {}

    /**
     * @param others those in force
     * @param pid what stands before the rule's name in its PID
     * @throws InvalidConfigurationException if the rule contradicts one of them
     */
    static void refuse(ConditionalRule rule, Collection<ConditionalRule> others, String pid)
            throws InvalidConfigurationException {
        for (ConditionalRule other : others) {
            Optional<ConfigurationProblem> problem = between(rule, other, pid);
            if (problem.isPresent()) {
                throw new InvalidConfigurationException(List.of(problem.get()));
            }
        }
    }

    private static Optional<ConfigurationProblem> between(ConditionalRule rule, ConditionalRule other, String pid) {
        if (rule.rule().layer() != other.rule().layer()
                || rule.rule().name().equals(other.rule().name())) {
            return Optional.empty();
        }
        for (Map.Entry<Quirk<?>, QuirkValue> entry : rule.rule().values().entrySet()) {
            QuirkValue theirs = other.rule().values().get(entry.getKey());
            if (theirs != null && !theirs.value().equals(entry.getValue().value())) {
                return Overlap.example(rule.when(), other.when())
                        .map(client -> new ConfigurationProblem(
                                pid + rule.rule().name(),
                                entry.getKey().name(),
                                entry.getValue().text(),
                                "a condition that excludes that of rule "
                                        + other.rule().name() + " of the same layer, "
                                        + ConfigurationReader.spell(other.rule().layer()) + ", which says "
                                        + theirs.text() + " and can hold for the same client (" + client
                                        + "), or another layer"));
            }
        }
        return Optional.empty();
    }
}
