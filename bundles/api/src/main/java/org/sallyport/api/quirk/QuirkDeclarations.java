/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.sallyport.api.config.ConfigurationReader;

/** The forms that switches come in; shared by the classes that declare them. */
final class QuirkDeclarations {

    private QuirkDeclarations() {}

    static Quirk<Boolean> flag(String name, boolean neutral, Phase phase, String description, String risk) {
        return new Quirk<>(
                name,
                Boolean.class,
                neutral,
                phase,
                description,
                risk,
                text -> switch (text) {
                    case "true", "on", "yes" -> true;
                    case "false", "off", "no" -> false;
                    default -> throw new IllegalArgumentException(text);
                },
                "on or off");
    }

    static Quirk<Integer> number(
            String name, int neutral, int least, int most, Phase phase, String description, String risk) {
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

    static <E extends Enum<E>> Quirk<E> choice(String name, E neutral, Phase phase, String description, String risk) {
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

    static <T> Quirk<T> other(
            String name,
            Class<T> type,
            T neutral,
            Phase phase,
            String description,
            String risk,
            String valid,
            Function<String, T> parser) {
        return new Quirk<>(name, type, neutral, phase, description, risk, parser, valid);
    }
}
