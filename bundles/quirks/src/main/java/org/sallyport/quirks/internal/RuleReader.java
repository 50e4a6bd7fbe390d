/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.quirk.Phase;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.TransportQuirks;

/** Reads a rule from configuration, or from the catalogue, which is written the same way. */
final class RuleReader {

    /** Every switch there is. */
    static final List<Quirk<?>> SWITCHES = switches();

    private final Map<String, QuirkRule> profiles;

    /** @param profiles the rules of the catalogue that apply only where a configured rule names them */
    RuleReader(Map<String, QuirkRule> profiles) {
        this.profiles = Map.copyOf(profiles);
    }

    private static List<Quirk<?>> switches() {
        List<Quirk<?>> result = new ArrayList<>(TransportQuirks.ALL);
        result.addAll(SftpQuirks.ALL);
        return List.copyOf(result);
    }

    /** A rule of a file in {@code etc/}. */
    QuirkRule configured(Map<String, ?> configuration) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(configuration);
        Layer layer = reader.choice("layer", Layer.class, Layer.GLOBAL);
        if (layer == Layer.BUILT_IN) {
            reader.problem("layer", "built-in", "one of global, listener, role, user, mount");
        }
        Optional<String> profile = reader.text("profile");
        if (profile.isPresent() && !profiles.containsKey(profile.get())) {
            reader.problem("profile", profile.get(), "one of " + String.join(", ", profiles.keySet()));
        }
        return read(reader, layer, profile.map(profiles::get));
    }

    /** A rule of the catalogue. */
    QuirkRule builtIn(Map<String, ?> section) throws InvalidConfigurationException {
        ConfigurationReader reader = new ConfigurationReader(section);
        reader.requiredText("date", "when the evidence was last looked at, such as 2026-11-22");
        reader.requiredText("evidence", "client, version and source");
        return read(reader, Layer.BUILT_IN, Optional.empty());
    }

    private static QuirkRule read(ConfigurationReader reader, Layer layer, Optional<QuirkRule> profile)
            throws InvalidConfigurationException {
        String condition = reader.text("condition", "");
        Condition when = condition(reader, condition);
        layer.subject()
                .filter(subject -> !when.facts().contains(subject))
                .ifPresent(subject -> reader.problem(
                        "condition",
                        condition.isEmpty() ? "(missing)" : condition,
                        "one that asks for " + subject.key() + ", as the layer " + ConfigurationReader.spell(layer)
                                + " says, such as (" + subject.key() + "=NAME)"));
        Map<Quirk<?>, QuirkRule.Value> values = new LinkedHashMap<>();
        profile.ifPresent(named -> values.putAll(named.values()));
        for (Quirk<?> quirk : SWITCHES) {
            value(reader, quirk).ifPresent(value -> values.put(quirk, value));
        }
        for (Quirk<?> quirk : values.keySet()) {
            requirePhase(reader, quirk, when, values.get(quirk).text());
        }
        if (profile.isEmpty()
                && SWITCHES.stream()
                        .noneMatch(quirk -> reader.text(quirk.name()).isPresent())) {
            reader.problem("(switch)", "(missing)", "at least one switch, such as version-range = 3-6");
        }
        String evidence = reader.text("evidence")
                .or(() -> profile.map(QuirkRule::evidence))
                .orElse("");
        reader.finish();
        return new QuirkRule(
                layer, reader.instanceName(), condition, when, Collections.unmodifiableMap(values), evidence);
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

    private static <T> Optional<QuirkRule.Value> value(ConfigurationReader reader, Quirk<T> quirk) {
        Optional<String> text = reader.text(quirk.name());
        QuirkRule.Value parsed = reader.value(quirk.name(), null, quirk.valid(), written -> parse(quirk, written));
        return text.isPresent() ? Optional.ofNullable(parsed) : Optional.empty();
    }

    private static <T> QuirkRule.Value parse(Quirk<T> quirk, String text) {
        try {
            return new QuirkRule.Value(text, quirk.parser().apply(text));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(text, tooLarge);
        }
    }

    /** A switch is decided when its phase comes, so its rule may ask only for what is known by then. */
    private static void requirePhase(ConfigurationReader reader, Quirk<?> quirk, Condition when, String value) {
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
