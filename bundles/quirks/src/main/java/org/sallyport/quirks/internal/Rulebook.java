/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sallyport.api.config.ConfigurationProblem;
import org.sallyport.api.config.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue and the rules of {@code etc/}, together free of contradictions. What is refused is tried again whenever something
 * else changes, since that may have been what it contradicted. For use by many threads.
 */
final class Rulebook {

    private static final Logger LOG = LoggerFactory.getLogger(Rulebook.class);
    private static final String PID = RulePolicy.PID + "~";

    private Catalogue catalogue;
    private final Map<String, Map<String, Object>> configurations = new TreeMap<>();
    private Map<String, ConditionalRule> rules = new TreeMap<>();
    private final Map<String, Map<String, Object>> refused = new TreeMap<>();
    private volatile RuleSet current;

    Rulebook(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.current = new RuleSet(catalogue.rules(), List.of());
    }

    RuleSet current() {
        return current;
    }

    /**
     * Takes a rule over.
     *
     * @return those refused before that are in force now, by PID
     * @throws InvalidConfigurationException if it is wrong; the one it was to replace stays
     */
    synchronized List<String> put(String pid, Map<String, Object> configuration) throws InvalidConfigurationException {
        try {
            take(pid, configuration);
        } catch (InvalidConfigurationException wrong) {
            refused.put(pid, configuration);
            throw wrong;
        }
        return again();
    }

    private void take(String pid, Map<String, Object> configuration) throws InvalidConfigurationException {
        ConditionalRule rule = new RuleReader(catalogue.profiles()).configured(configuration);
        Contradiction.refuse(rule, rules.values(), PID);
        rules.put(pid, rule);
        configurations.put(pid, configuration);
        refused.remove(pid);
    }

    /** @return those refused before that are in force now, by PID */
    synchronized List<String> remove(String pid) {
        refused.remove(pid);
        configurations.remove(pid);
        rules.remove(pid);
        return again();
    }

    private List<String> again() {
        List<String> accepted = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> entry : List.copyOf(refused.entrySet())) {
            try {
                take(entry.getKey(), entry.getValue());
                accepted.add(entry.getKey());
            } catch (InvalidConfigurationException still) {
                LOG.debug("still refused: {}", still.getMessage());
            }
        }
        current = new RuleSet(catalogue.rules(), rules.values());
        return accepted;
    }

    /**
     * Replaces the catalogue.
     *
     * @return those refused before that are in force now, by PID
     * @throws InvalidConfigurationException if a rule in force could not be without what the new one lacks
     */
    synchronized List<String> use(Catalogue next) throws InvalidConfigurationException {
        Map<String, ConditionalRule> reread = new TreeMap<>();
        List<ConfigurationProblem> problems = new ArrayList<>();
        for (Map.Entry<String, Map<String, Object>> entry : configurations.entrySet()) {
            try {
                ConditionalRule rule = new RuleReader(next.profiles()).configured(entry.getValue());
                Contradiction.refuse(rule, reread.values(), PID);
                reread.put(entry.getKey(), rule);
            } catch (InvalidConfigurationException without) {
                problems.addAll(without.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(problems);
        }
        catalogue = next;
        rules = reread;
        return again();
    }
}
