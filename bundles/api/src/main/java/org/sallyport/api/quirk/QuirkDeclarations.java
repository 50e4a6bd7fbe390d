/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.sallyport.api.config.ConfigurationReader;

/** Collects the switches that a class declares, in the forms that they come in; used while that class is initialised. */
final class QuirkDeclarations {

    private final int first;
    private final List<Quirk<?>> declared = new ArrayList<>();

    /** @param first index of the first switch */
    QuirkDeclarations(int first) {
        this.first = first;
    }

    /** All of them, in the order of their declaration. */
    List<Quirk<?>> all() {
        return List.copyOf(declared);
    }

    Quirk<Boolean> flag(String name, boolean neutral, Phase phase, String description, String risk) {
        return other(name, Boolean.class, neutral, phase, description, risk, "on or off", text -> switch (text) {
            case "true", "on", "yes" -> true;
            case "false", "off", "no" -> false;
            default -> throw new IllegalArgumentException(text);
        });
    }

    Quirk<Integer> number(String name, int neutral, int least, int most, Phase phase, String description, String risk) {
        return other(
                name,
                Integer.class,
                neutral,
                phase,
                description,
                risk,
                "a number from " + least + " to " + most,
                text -> {
                    int number = Math.toIntExact(ConfigurationReader.parseSize(text));
                    if (number < least || number > most) {
                        throw new IllegalArgumentException(text);
                    }
                    return number;
                });
    }

    Quirk<Duration> duration(
            String name, Duration neutral, Duration most, Phase phase, String description, String risk) {
        return other(
                name,
                Duration.class,
                neutral,
                phase,
                description,
                risk,
                "a time such as 0, 10s or 5m, up to " + most.toSeconds() + "s",
                text -> {
                    Duration duration = ConfigurationReader.parseDuration(text);
                    if (duration.compareTo(most) > 0) {
                        throw new IllegalArgumentException(text);
                    }
                    return duration;
                });
    }

    <E extends Enum<E>> Quirk<E> choice(String name, E neutral, Phase phase, String description, String risk) {
        Class<E> type = neutral.getDeclaringClass();
        List<String> constants = Arrays.stream(type.getEnumConstants())
                .map(ConfigurationReader::spell)
                .toList();
        return other(
                name,
                type,
                neutral,
                phase,
                description,
                risk,
                "one of " + String.join(", ", constants),
                text -> ConfigurationReader.parseChoice(type, text));
    }

    <T> Quirk<T> other(
            String name,
            Class<T> type,
            T neutral,
            Phase phase,
            String description,
            String risk,
            String valid,
            Function<String, T> parser) {
        Quirk<T> quirk =
                new Quirk<>(first + declared.size(), name, type, neutral, phase, description, risk, parser, valid);
        declared.add(quirk);
        return quirk;
    }
}
