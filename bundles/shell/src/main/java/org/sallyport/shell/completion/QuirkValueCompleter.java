/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.Quirk;

/** Completes the values of the switch that is named before, where they can be told one by one. */
@Service
public final class QuirkValueCompleter extends Names {

    @Override
    Collection<String> names(CommandLine line) {
        List<String> typed = List.of(line.getArguments());
        return KnownQuirks.ALL.stream()
                .filter(quirk -> typed.contains(quirk.name()))
                .flatMap(quirk -> values(quirk).stream())
                .toList();
    }

    private static List<String> values(Quirk<?> quirk) {
        if (quirk.neutral() instanceof Enum<?> choice) {
            return Arrays.stream(choice.getDeclaringClass().getEnumConstants())
                    .map(constant -> ConfigurationReader.spell((Enum<?>) constant))
                    .toList();
        }
        return quirk.neutral() instanceof Boolean ? List.of("on", "off") : List.of();
    }
}
