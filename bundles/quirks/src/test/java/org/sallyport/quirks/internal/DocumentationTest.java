/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.Quirk;

class DocumentationTest {

    @Test
    void tellsOfEverySwitchAndFactAndProfile() throws IOException {
        String text = Files.readString(Path.of("..", "..", "docs", "quirks.md"));

        for (Quirk<?> quirk : KnownQuirks.ALL) {
            assertThat(text)
                    .contains("| `" + quirk.name() + "` | " + quirk.valid() + " | ")
                    .contains(quirk.description());
        }
        for (Fact fact : Fact.values()) {
            assertThat(text).contains("`" + fact.key() + "`");
        }
        Catalogue.builtIn().profiles().keySet().forEach(profile -> assertThat(text)
                .contains("`" + profile + "`"));
    }
}
