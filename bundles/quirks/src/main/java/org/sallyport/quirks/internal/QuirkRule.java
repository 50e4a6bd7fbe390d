/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.List;
import java.util.Map;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkPolicy;

/**
 * Some switches for some clients.
 *
 * @param condition as it was written
 * @param when what it means
 * @param values as written, in order of the switches' declaration
 * @param evidence why
 */
record QuirkRule(
        Layer layer, String name, String condition, Condition when, Map<Quirk<?>, Value> values, String evidence) {

    /**
     * A value of a switch.
     *
     * @param text as configuration spells it
     * @param value of the switch's type
     */
    record Value(String text, Object value) {}

    boolean matches(ClientProfile client) {
        return when.matches(client);
    }

    /** As the console shows it. */
    QuirkPolicy.Rule shown() {
        List<String> shown = values.entrySet().stream()
                .map(entry -> entry.getKey().name() + "=" + entry.getValue().text())
                .toList();
        return new QuirkPolicy.Rule(ConfigurationReader.spell(layer), name, condition, shown, evidence);
    }
}
