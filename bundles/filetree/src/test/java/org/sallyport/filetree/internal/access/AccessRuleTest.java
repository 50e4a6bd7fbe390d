/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sallyport.api.config.InvalidConfigurationException;

class AccessRuleTest {

    private static AccessRule read(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, String> configuration = new HashMap<>(values);
        configuration.put("service.pid", "org.sallyport.access~a");
        return AccessRule.read(configuration);
    }

    @Test
    void rightsAreReadInOrder() throws Exception {
        assertThat(read(Map.of("paths", "/", "allow", "all")).allowed())
                .isEqualTo(Right.ALL)
                .hasSize(17);
        assertThat(read(Map.of("paths", "/", "allow", "none")).allowed()).isEmpty();
        assertThat(read(Map.of("paths", "/", "allow", "list,read write, -append"))
                        .allowed())
                .containsExactlyInAnyOrder(Right.LIST, Right.READ, Right.CREATE, Right.OVERWRITE);
        assertThat(read(Map.of("paths", "/", "allow", "remove, set-attributes, -owner"))
                        .allowed())
                .containsExactlyInAnyOrder(
                        Right.DELETE, Right.REMOVE_DIRECTORIES, Right.MODE, Right.TIMES, Right.OTHER_ATTRIBUTES);
    }

    @Test
    void everyBadValueIsNamedWithWhatWouldBeValid() {
        assertThatThrownBy(() -> read(Map.of("order", "-1", "hidden", "true")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("org.sallyport.access~a: paths = (missing): patterns separated by commas")
                .hasMessageContaining("allow = (missing): some of list, read")
                .hasMessageContaining("order = -1: a whole number from 0 to 1000000")
                .hasMessageContaining("hidden = true: no such key; valid are");
        for (String bad : List.of("inbox/x", "/a/../b", "/a/./b", "/a**b", "/a/" + "b/".repeat(60))) {
            assertThatThrownBy(() -> read(Map.of("paths", "/ok, " + bad, "allow", "all")))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("paths = " + bad + ": patterns separated by commas");
        }
        for (String bad : List.of("write-only", "-delete", "all, -deleted", "READ.")) {
            assertThatThrownBy(() -> read(Map.of("paths", "/", "allow", bad)))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("allow = " + bad + ": some of list");
        }
        assertThatThrownBy(() -> read(Map.of("paths", "/", "allow", "list", "hide", "true")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("hide = true: false, or allow = none");
    }

    @Test
    void theMetatypeTheReaderAndTheDocumentKnowTheSameKeys() throws Exception {
        TreeSet<String> metatype = new TreeSet<>();
        for (Method method : AccessConfiguration.class.getDeclaredMethods()) {
            metatype.add(method.getName().replace("$_$", "-"));
        }
        String refusal = "";
        try {
            read(Map.of("paths", "/", "allow", "all", "no-such-key", "x"));
        } catch (InvalidConfigurationException refused) {
            refusal = refused.getMessage();
        }
        String valid = refusal.substring(refusal.indexOf("valid are ") + "valid are ".length());
        assertThat(new TreeSet<>(Arrays.asList(valid.split(", ")))).isEqualTo(metatype);
        String configuration = Files.readString(Path.of("../../docs/configuration.md"));
        String section =
                configuration.substring(configuration.indexOf("## Access rules"), configuration.indexOf("## Tahoe"));
        for (String key : metatype) {
            assertThat(section).contains("| `" + key + "` |");
        }
        String document = Files.readString(Path.of("../../docs/access.md"));
        for (Right right : Right.values()) {
            assertThat(document).contains("| `" + right.spelling() + "` |");
        }
    }
}
