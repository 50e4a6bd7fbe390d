/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;

class JournalSettingsTest {

    private static JournalSettings read(Map<String, String> values) throws InvalidConfigurationException {
        return JournalSettings.read(values, Path.of("data"), Path.of("etc"));
    }

    @Test
    void theDefaultsAreSafe() throws InvalidConfigurationException {
        JournalSettings settings = read(Map.of());
        assertThat(settings.folder()).isEqualTo(Path.of("data/sallyport/journal"));
        assertThat(settings.keyFile()).isEqualTo(Path.of("etc/sallyport/journal.key"));
        assertThat(settings.limits().bytes()).isEqualTo(10L << 30);
        assertThat(settings.early()).isEqualTo(2);
        assertThat(settings.lastRetry()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void everyBadValueIsNamedWithWhatWouldBeValid() {
        assertThatThrownBy(
                        () -> read(Map.of("parallel", "0", "first-retry", "0", "spool-bytes", "lots", "colour", "red")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("parallel = 0: a whole number from 1 to 64")
                .hasMessageContaining("first-retry = 0: a time above 0")
                .hasMessageContaining("spool-bytes = lots: a size")
                .hasMessageContaining("colour = red: no such key");
    }

    @Test
    void theMetatypeTheReaderAndTheDocumentKnowTheSameKeysAndDefaults() throws Exception {
        String refusal = "";
        try {
            read(Map.of("no-such-key", "x"));
        } catch (InvalidConfigurationException refused) {
            refusal = refused.getMessage();
        }
        TreeSet<String> valid =
                new TreeSet<>(Arrays.asList(refusal.substring(refusal.indexOf("valid are ") + "valid are ".length())
                        .split(", ")));
        String document = Files.readString(Path.of("../../docs/configuration.md"));
        TreeSet<String> metatype = new TreeSet<>();
        for (Method method : JournalConfiguration.class.getDeclaredMethods()) {
            String key = method.getName().replace("$_$", "-");
            metatype.add(key);
            String value = String.valueOf(method.getDefaultValue());
            assertThat(document).contains("| `" + key + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " |");
            if (!value.isEmpty()) {
                assertThat(read(Map.of(key, value))).isEqualTo(read(Map.of()));
            }
        }
        assertThat(valid).isEqualTo(metatype);
    }
}
