/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;

/** The rules in force until the next change, and what they gave for the clients that were asked about. */
final class RuleSet {

    private static final int MOST_CLIENTS = 4096;

    private final List<QuirkRule> rules;
    private final Map<ClientProfile, ResolvedQuirks> resolved = new ConcurrentHashMap<>();
    private final Map<ClientProfile, Map<Quirk<?>, LongAdder>> counts = new ConcurrentHashMap<>();

    /** @param builtIn in their order; the configured ones are put in order of layer and name */
    RuleSet(List<QuirkRule> builtIn, Collection<QuirkRule> configured) {
        List<QuirkRule> all = new ArrayList<>(builtIn);
        configured.stream()
                .sorted(Comparator.comparing(QuirkRule::layer).thenComparing(QuirkRule::name))
                .forEach(all::add);
        this.rules = List.copyOf(all);
    }

    List<QuirkRule> rules() {
        return rules;
    }

    Quirks resolve(ClientProfile client) {
        ResolvedQuirks known = resolved.get(client);
        if (known != null) {
            return known;
        }
        if (resolved.size() >= MOST_CLIENTS) {
            resolved.clear();
            counts.clear();
        }
        return resolved.computeIfAbsent(client, this::decide);
    }

    private ResolvedQuirks decide(ClientProfile client) {
        ClientProfile anywhere = new ClientProfile(
                client.banner(),
                client.fingerprint(),
                client.requestedVersion(),
                client.user(),
                client.roles(),
                client.address(),
                client.listener(),
                ClientProfile.UNKNOWN.mount());
        return new ResolvedQuirks(
                rules.stream().filter(rule -> rule.matches(client)).toList(),
                counts.computeIfAbsent(anywhere, same -> ResolvedQuirks.newCounts()));
    }
}
