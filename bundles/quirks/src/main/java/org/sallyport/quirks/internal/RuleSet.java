/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.QuirkRule;

/**
 * The rules in force until the next change. Those that ask for one certain user, role, listener, mount or address are looked up by it;
 * only the others are tried one by one.
 */
final class RuleSet {

    /** What a rule cannot do without. */
    private record Need(Fact fact, String value) {}

    /** A program that logs in again and again is the same client each time. */
    private static final int MOST_REMEMBERED = 1000;

    private final Map<ClientProfile, List<QuirkRule>> remembered = new ConcurrentHashMap<>();
    private final List<ConditionalRule> rules;
    private final Map<Need, List<Integer>> byNeed = new HashMap<>();
    private final List<Integer> others = new ArrayList<>();

    /** @param builtIn in their order; the configured ones are put in order of layer and name */
    RuleSet(List<ConditionalRule> builtIn, Collection<ConditionalRule> configured) {
        List<ConditionalRule> all = new ArrayList<>(builtIn);
        configured.stream()
                .sorted(Comparator.comparing(
                                (ConditionalRule rule) -> rule.rule().layer())
                        .thenComparing(rule -> rule.rule().name()))
                .forEach(all::add);
        this.rules = List.copyOf(all);
        for (int i = 0; i < rules.size(); i++) {
            Optional<Need> need = need(rules.get(i).when());
            List<Integer> place =
                    need.isPresent() ? byNeed.computeIfAbsent(need.get(), first -> new ArrayList<>()) : others;
            place.add(i);
        }
    }

    private static Optional<Need> need(Condition when) {
        if (when instanceof Condition.Test test && test.test() instanceof Glob glob) {
            return glob.only().map(value -> new Need(test.fact(), value));
        }
        if (when instanceof Condition.All all) {
            return all.parts().stream()
                    .map(RuleSet::need)
                    .flatMap(Optional::stream)
                    .findFirst();
        }
        return Optional.empty();
    }

    List<ConditionalRule> rules() {
        return rules;
    }

    /** What applies to a client, earlier layers first. */
    List<QuirkRule> matching(ClientProfile client) {
        List<QuirkRule> known = remembered.get(client);
        if (known != null) {
            return known;
        }
        List<QuirkRule> found = look(client);
        if (remembered.size() >= MOST_REMEMBERED) {
            remembered.clear();
        }
        remembered.put(client, found);
        return found;
    }

    private List<QuirkRule> look(ClientProfile client) {
        KnownFacts facts = new KnownFacts(client);
        List<Integer> found = new ArrayList<>();
        addMatching(facts, others, found);
        for (Fact fact : Fact.values()) {
            for (KnownFacts.Value value : facts.of(fact)) {
                addMatching(facts, byNeed.getOrDefault(new Need(fact, value.text()), List.of()), found);
            }
        }
        found.sort(null);
        return found.stream().map(index -> rules.get(index).rule()).toList();
    }

    private void addMatching(KnownFacts client, List<Integer> candidates, List<Integer> found) {
        for (int i = 0; i < candidates.size(); i++) {
            if (rules.get(candidates.get(i)).matches(client)) {
                found.add(candidates.get(i));
            }
        }
    }
}
