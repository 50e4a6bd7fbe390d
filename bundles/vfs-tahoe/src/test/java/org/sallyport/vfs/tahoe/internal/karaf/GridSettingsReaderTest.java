/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.vfs.tahoe.internal.GridSettings;

class GridSettingsReaderTest {

    private static final String ROOT = "URI:DIR2:" + "a".repeat(26) + ":" + "b".repeat(51) + "a";

    private static GridSettings read(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, Object> configuration =
                new HashMap<>(Map.of("service.pid", "org.sallyport.grid~mine", "root", ROOT));
        configuration.putAll(values);
        return GridSettingsReader.read(configuration, Path.of("data"));
    }

    @Test
    void aRootIsAllThatIsNeeded() throws InvalidConfigurationException {
        GridSettings settings = read(Map.of());

        assertThat(settings.name()).isEqualTo("mine");
        assertThat(settings.gateways()).hasToString("[http://127.0.0.1:3456/]");
        assertThat(settings.toString()).doesNotContain("URI");
    }

    @Test
    void whatIsBadIsNamedWithoutShowingACapability() {
        assertThatThrownBy(() -> read(Map.of(
                        "root",
                        ROOT.substring(0, 40),
                        "gateways",
                        "http://127.0.0.1:3456/uri/" + ROOT,
                        "answer-timeout",
                        "soon",
                        "colour",
                        "red")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.grid~mine")
                .hasMessageContaining("root = (not shown): the capability of a directory")
                .hasMessageContaining("gateways = (not shown): addresses such as http://127.0.0.1:3456/")
                .hasMessageContaining("answer-timeout = soon: a time")
                .hasMessageContaining("colour = red: no such key")
                .message()
                .doesNotContain("aaaa");
        assertThatThrownBy(() -> read(Map.of("root", ""))).hasMessageContaining("root = (missing)");
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
        for (Method method : GridConfiguration.class.getDeclaredMethods()) {
            String key = method.getName().replace("$_$", "-");
            metatype.add(key);
            String value = method.getDefaultValue() == null ? "" : String.valueOf(method.getDefaultValue());
            assertThat(document).contains("| `" + key + "` | " + (value.isEmpty() ? "" : "`" + value + "`") + " |");
            if (!value.isEmpty()) {
                assertThat(read(Map.of(key, value))).isEqualTo(read(Map.of()));
            }
        }
        assertThat(valid).isEqualTo(metatype);
    }
}
