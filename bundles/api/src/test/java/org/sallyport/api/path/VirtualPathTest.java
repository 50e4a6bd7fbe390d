/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualPathTest {

    @ParameterizedTest
    @CsvSource({
        "'',/",
        "/,/",
        "//a//b/,/a/b",
        "/a/./b/../c,/a/c",
        "/../../etc/passwd,/etc/passwd",
        "a/b,/a/b",
        "/..,/",
        "/a/...,/a/...",
        "/%2e%2e/x,/%2e%2e/x",
        "/a\\..\\b,/a\\..\\b"
    })
    void normalises(String text, String expected) {
        assertThat(VirtualPath.of(text)).hasToString(expected);
    }

    @Test
    void resolvesRelativeAndAbsolute() {
        VirtualPath base = VirtualPath.of("/home/ann");
        assertThat(base.resolve("x/y")).hasToString("/home/ann/x/y");
        assertThat(base.resolve("/x")).hasToString("/x");
        assertThat(base.resolve("../../../..")).isEqualTo(VirtualPath.ROOT);
    }

    @Test
    void childTakesOnlyNames() {
        assertThat(VirtualPath.ROOT.child("a b\n")).hasToString("/a b\n");
        for (String bad : new String[] {"", ".", "..", "a/b", "a\0b"}) {
            assertThatThrownBy(() -> VirtualPath.ROOT.child(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> VirtualPath.of("a\0b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsWhatIsBelow() {
        VirtualPath path = VirtualPath.of("/a/b/c");
        assertThat(path.startsWith(VirtualPath.of("/a/b"))).isTrue();
        assertThat(path.startsWith(VirtualPath.of("/a/bc"))).isFalse();
        assertThat(path.rebase(VirtualPath.of("/a"), VirtualPath.of("/x"))).hasToString("/x/b/c");
        assertThat(VirtualPath.of("/a").compareTo(VirtualPath.of("/a/b"))).isNegative();
    }
}
