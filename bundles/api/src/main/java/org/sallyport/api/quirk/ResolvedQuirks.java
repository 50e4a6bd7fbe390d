/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Values that were decided, with the rule that decided each. */
public final class ResolvedQuirks implements Quirks {

    private static final Object[] NEUTRAL_VALUES = neutral();

    private final Object[] values = NEUTRAL_VALUES.clone();
    private final QuirkRule[] rules = new QuirkRule[KnownQuirks.SLOTS];
    private final QuirkCounts counts;

    /**
     * @param rules in the order of their layers; later ones win
     * @param counts where it is noted that a value mattered
     */
    public ResolvedQuirks(Collection<QuirkRule> rules, QuirkCounts counts) {
        this.counts = counts;
        rules.forEach(this::take);
    }

    private static Object[] neutral() {
        Object[] neutral = new Object[KnownQuirks.SLOTS];
        KnownQuirks.ALL.forEach(quirk -> neutral[quirk.index()] = quirk.neutral());
        return neutral;
    }

    private void take(QuirkRule rule) {
        rule.values().forEach((quirk, value) -> {
            values[quirk.index()] = value.value();
            rules[quirk.index()] = rule;
        });
    }

    /** The same, but for the switches of some phases as they were decided before. */
    ResolvedQuirks keeping(ResolvedQuirks before, Set<Phase> phases) {
        ResolvedQuirks result = new ResolvedQuirks(List.of(), counts);
        for (Quirk<?> quirk : KnownQuirks.ALL) {
            ResolvedQuirks from = phases.contains(quirk.phase()) ? before : this;
            result.values[quirk.index()] = from.values[quirk.index()];
            result.rules[quirk.index()] = from.rules[quirk.index()];
        }
        return result;
    }

    @Override
    public <T> T get(Quirk<T> quirk) {
        return quirk.type().cast(values[quirk.index()]);
    }

    @Override
    public void exercised(Quirk<?> quirk) {
        counts.increment(quirk);
    }

    @Override
    public List<Setting> settings() {
        List<Setting> result = new ArrayList<>();
        for (Quirk<?> quirk : KnownQuirks.ALL) {
            QuirkRule rule = rules[quirk.index()];
            if (rule != null && !values[quirk.index()].equals(quirk.neutral())) {
                result.add(new Setting(
                        quirk.name(),
                        rule.values().get(quirk).text(),
                        rule.layer().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        rule.name(),
                        rule.evidence(),
                        counts.of(quirk)));
            }
        }
        return result;
    }
}
