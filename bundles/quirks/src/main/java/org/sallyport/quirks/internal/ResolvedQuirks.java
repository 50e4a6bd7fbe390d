/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.Quirks;

/** The switches of one client profile, with the rule that set each. */
final class ResolvedQuirks implements Quirks {

    private record Decision(QuirkRule.Value value, QuirkRule rule) {}

    private final Map<Quirk<?>, Decision> decisions;
    private final Map<Quirk<?>, LongAdder> counts;

    /**
     * @param rules those that match, the later ones winning
     * @param counts a counter for every switch; shared by what is resolved for one client
     */
    ResolvedQuirks(List<QuirkRule> rules, Map<Quirk<?>, LongAdder> counts) {
        Map<Quirk<?>, Decision> result = new IdentityHashMap<>();
        for (QuirkRule rule : rules) {
            rule.values().forEach((quirk, value) -> result.put(quirk, new Decision(value, rule)));
        }
        this.decisions = result;
        this.counts = counts;
    }

    /** Counters for every switch, all 0. */
    static Map<Quirk<?>, LongAdder> newCounts() {
        Map<Quirk<?>, LongAdder> result = new IdentityHashMap<>();
        RuleReader.SWITCHES.forEach(quirk -> result.put(quirk, new LongAdder()));
        return result;
    }

    @Override
    public <T> T get(Quirk<T> quirk) {
        Decision decision = decisions.get(quirk);
        return decision == null
                ? quirk.neutral()
                : quirk.type().cast(decision.value().value());
    }

    @Override
    public void exercised(Quirk<?> quirk) {
        LongAdder count = counts.get(quirk);
        if (count != null) {
            count.increment();
        }
    }

    @Override
    public List<Setting> settings() {
        List<Setting> result = new ArrayList<>();
        for (Quirk<?> quirk : RuleReader.SWITCHES) {
            Decision decision = decisions.get(quirk);
            if (decision != null && !decision.value().value().equals(quirk.neutral())) {
                QuirkRule rule = decision.rule();
                result.add(new Setting(
                        quirk.name(),
                        decision.value().text(),
                        ConfigurationReader.spell(rule.layer()),
                        rule.name(),
                        rule.evidence(),
                        counts.get(quirk).sum()));
            }
        }
        return result;
    }
}
