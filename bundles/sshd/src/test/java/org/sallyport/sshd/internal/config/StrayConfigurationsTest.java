/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class StrayConfigurationsTest {

    private static final Pattern HEADING = Pattern.compile("(?m)^## .*`etc/org\\.sallyport\\.([a-z]+)(-NAME)?\\.cfg`$");

    @Test
    void aNameThatIsMisspeltIsToldWithThoseThatAreValid() {
        assertThat(StrayConfigurations.problem("org.sallyport.listner~x", "org.sallyport.listner"))
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("org.sallyport.listner~x: no such configuration; valid are ")
                        .contains("org.sallyport.listener-NAME.cfg", "org.sallyport.users.cfg"));
        assertThat(StrayConfigurations.problem("org.sallyport.mount", null))
                .as("without a name")
                .isPresent();
        assertThat(StrayConfigurations.problem("org.sallyport.users~x", "org.sallyport.users"))
                .as("with one too many")
                .isPresent();
        assertThat(StrayConfigurations.problem("org.sallyport.users", null)).isEmpty();
        assertThat(StrayConfigurations.problem("org.sallyport.mount~x", "org.sallyport.mount"))
                .isEmpty();
        assertThat(StrayConfigurations.problem("org.apache.karaf.shell", null)).isEmpty();
    }

    @Test
    void theDocumentKnowsTheSame() throws IOException {
        TreeSet<String> single = new TreeSet<>();
        TreeSet<String> named = new TreeSet<>();
        HEADING.matcher(Files.readString(Path.of("../../docs/configuration.md")))
                .results()
                .forEach(found -> (found.group(2) == null ? single : named).add(found.group(1)));
        assertThat(single).isEqualTo(StrayConfigurations.SINGLE);
        assertThat(named).isEqualTo(StrayConfigurations.NAMED);
    }
}
