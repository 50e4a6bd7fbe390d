/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"plain", "ä b", "~", "~x", "a~2fb", "...", "a:b"})
    void mostNamesAreShownAsTheyAre(String name) {
        assertThat(ShownNames.show(name)).isEqualTo(name);
        assertThat(ShownNames.read(name)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "/",
                "a/b",
                "ä/\uD83D\uDE00",
                "a\\b",
                "tab\there",
                "\u007F",
                "~x~",
                "~x~2f",
                "file:x"
            })
    void othersInAFormThatLeadsBack(String name) {
        String shown = ShownNames.show(name);

        assertThat(shown).startsWith("~x~").doesNotContain("/", "\\", "\t", ":");
        assertThat(ShownNames.read(shown)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"~x~plain", "~x~~2", "~x~~61"})
    void whatOnlyLooksLikeAShownFormIsAName(String name) {
        assertThat(ShownNames.read(name)).isEqualTo(name);
        assertThat(ShownNames.read(ShownNames.show(name))).isEqualTo(name);
    }
}
