/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.Phase;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkLayer;
import org.sallyport.api.quirk.QuirkRule;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.SftpQuirks;

/** Reads a rule from configuration, or from the catalogue, which is written the same way. */
final class RuleReader {

    /** They go with the answer to INIT; a fingerprint is seen in what the client asks next. */
    private static final Set<Quirk<?>> BEFORE_FINGERPRINT =
            Set.of(SftpQuirks.VERSION_RANGE, SftpQuirks.HIDDEN_EXTENSIONS);

    private final Map<String, ConditionalRule> profiles;

    /** @param profiles the rules of the catalogue that apply only where a configured rule names them */
    RuleReader(Map<String, ConditionalRule> profiles) {
        this.profiles = profiles;
    }

    /** A rule of a file in {@code etc/}. */
    ConditionalRule configured(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        QuirkLayer layer = reader.choice("layer", QuirkLayer.class, QuirkLayer.GLOBAL);
        if (layer == QuirkLayer.BUILT_IN || layer == QuirkLayer.SESSION) {
            reader.problem("layer", ConfigurationReader.spell(layer), "one of global, listener, role, user, mount");
        }
        Optional<String> profile = reader.text("profile");
        if (profile.isPresent() && !profiles.containsKey(profile.get())) {
            reader.problem("profile", profile.get(), "one of " + String.join(", ", profiles.keySet()));
        }
        return read(reader, layer, profile.map(profiles::get).map(ConditionalRule::rule));
    }

    /** A rule of the catalogue. */
    ConditionalRule builtIn(Map<String, ?> section) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(section);
        reader.requiredText("date", "when the evidence was last looked at, such as 2026-11-22");
        reader.requiredText("evidence", "client, version and source");
        return read(reader, QuirkLayer.BUILT_IN, Optional.empty());
    }

    private static ConditionalRule read(ConfigurationReader reader, QuirkLayer layer, Optional<QuirkRule> profile)
            throws InvalidConfigurationException {
        String condition = reader.text("condition", "");
        Condition when = condition(reader, condition);
        Fact.subjectOf(layer)
                .filter(subject -> !when.facts().contains(subject))
                .ifPresent(subject -> reader.problem(
                        "condition",
                        condition.isEmpty() ? "(missing)" : condition,
                        "one that asks for " + subject.key() + ", as the layer " + ConfigurationReader.spell(layer)
                                + " says, such as (" + subject.key() + "=NAME)"));
        Map<Quirk<?>, QuirkValue> values = new LinkedHashMap<>();
        profile.ifPresent(named -> values.putAll(named.values()));
        for (Quirk<?> quirk : KnownQuirks.ALL) {
            value(reader, quirk).ifPresent(value -> values.put(quirk, value));
        }
        for (Quirk<?> quirk : values.keySet()) {
            requirePhase(reader, quirk, when, values.get(quirk).text());
        }
        if (profile.isEmpty()
                && KnownQuirks.ALL.stream()
                        .noneMatch(quirk -> reader.text(quirk.name()).isPresent())) {
            reader.problem("(switch)", "(missing)", "at least one switch, such as version-range = 3-6");
        }
        String evidence = reader.text("evidence")
                .or(() -> profile.map(QuirkRule::evidence))
                .orElse("");
        reader.finish();
        return new ConditionalRule(
                new QuirkRule(layer, reader.instanceName(), Collections.unmodifiableMap(values), evidence),
                condition,
                when);
    }

    private static Condition condition(ConfigurationReader reader, String condition) {
        try {
            return ConditionParser.parse(condition);
        } catch (IllegalArgumentException refused) {
            reader.problem(
                    "condition",
                    condition,
                    "an OSGi filter such as (&(banner=WinSCP*)(address=10.0.0.0/8)): " + refused.getMessage());
            return Condition.ALWAYS;
        }
    }

    private static Optional<QuirkValue> value(ConfigurationReader reader, Quirk<?> quirk) {
        return Optional.ofNullable(reader.value(quirk.name(), null, quirk.valid(), quirk::read));
    }

    /** A switch is decided when its phase comes, so its rule may ask only for what is known by then. */
    private static void requirePhase(ConfigurationReader reader, Quirk<?> quirk, Condition when, String value) {
        if (BEFORE_FINGERPRINT.contains(quirk) && when.facts().contains(Fact.FINGERPRINT)) {
            reader.problem(
                    quirk.name(),
                    value,
                    "a condition without fingerprint, since this switch goes with the answer to INIT and a fingerprint is"
                            + " known only from the requests that follow");
        }
        for (Fact fact : when.facts()) {
            if (fact.knownFrom().compareTo(quirk.phase()) > 0) {
                reader.problem(
                        quirk.name(),
                        value,
                        "a condition without " + fact.key() + ", since this switch is decided "
                                + moment(quirk.phase()) + " and " + fact.key() + " is known only "
                                + moment(fact.knownFrom()));
            }
        }
    }

    private static String moment(Phase phase) {
        return switch (phase) {
            case KEY_EXCHANGE -> "at key exchange";
            case LOGIN -> "after login";
            case SFTP_INIT -> "when SFTP begins";
            case PATH -> "at each path";
        };
    }
}
