/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.QuirkRule;

/**
 * A rule for some clients.
 *
 * @param condition as it was written
 * @param when what it means
 */
record ConditionalRule(QuirkRule rule, String condition, Condition when) {

    boolean matches(KnownFacts client) {
        return when.matches(client);
    }

    /** As the console shows it. */
    QuirkPolicy.Rule shown() {
        return new QuirkPolicy.Rule(
                ConfigurationReader.spell(rule.layer()),
                rule.name(),
                condition,
                rule.values().entrySet().stream()
                        .map(entry ->
                                entry.getKey().name() + "=" + entry.getValue().text())
                        .toList(),
                rule.evidence());
    }
}
