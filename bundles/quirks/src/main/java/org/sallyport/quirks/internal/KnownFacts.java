/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sallyport.api.quirk.ClientProfile;

/** What is known of a client, prepared for many tests. */
final class KnownFacts {

    private final Map<Fact, List<Value>> values = new EnumMap<>(Fact.class);

    /**
     * A value of a fact.
     *
     * @param folded in lower case
     * @param address as bytes, none where it is no address
     */
    record Value(String text, String folded, byte[] address) {

        static Value of(String text) {
            return new Value(text, text.toLowerCase(Locale.ROOT), Network.bytes(text));
        }
    }

    KnownFacts(ClientProfile client) {
        for (Fact fact : Fact.values()) {
            List<Value> known = new ArrayList<>();
            fact.of(client).forEach(text -> known.add(Value.of(text)));
            values.put(fact, known);
        }
    }

    /** Several only for roles. */
    List<Value> of(Fact fact) {
        return values.get(fact);
    }
}
