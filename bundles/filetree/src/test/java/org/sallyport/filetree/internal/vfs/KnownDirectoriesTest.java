/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KnownDirectoriesTest {

    private static final int MOST = 4_000;

    private final KnownDirectories known = new KnownDirectories();

    @Test
    void aDirectoryIsForgottenWithAllBelowItAndNothingBeside() {
        List<List<String>> gone = List.of(List.of("a"), List.of("a", "b"), List.of("a", "b", "c"), List.of("a", "z"));
        List<List<String>> stay =
                List.of(List.of(), List.of("a b"), List.of("ab"), List.of("b", "a"), List.of("A", "b"));
        Stream.concat(gone.stream(), stay.stream()).forEach(known::add);
        known.forget(List.of("a"));
        assertThat(gone).noneMatch(known::contains);
        assertThat(stay).allMatch(known::contains);

        known.forget(List.of());
        assertThat(stay).noneMatch(known::contains);
    }

    @Test
    void theMostRecentOnesStay() {
        for (int i = 0; i <= MOST; i++) {
            known.add(List.of("d" + i));
            known.attributes(List.of("d0"));
        }
        assertThat(known.contains(List.of("d0"))).isTrue();
        assertThat(known.contains(List.of("d1"))).isFalse();
        assertThat(known.contains(List.of("d2"))).isTrue();
        known.forget(List.of());
        assertThat(known.contains(List.of("d2"))).isFalse();
    }
}
