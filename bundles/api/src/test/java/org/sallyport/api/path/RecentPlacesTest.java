/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecentPlacesTest {

    private final RecentPlaces<String> places = new RecentPlaces<>(8);

    private void putAll(List<List<String>> names) {
        names.forEach(place -> places.put(place, String.join("/", place)));
    }

    @Test
    void whatIsAtAndBelowAPlaceIsFoundAndForgottenAndNothingBeside() {
        List<List<String>> within = List.of(List.of("a"), List.of("a", "b"), List.of("a", "b", "c"), List.of("a", "z"));
        List<List<String>> beside = List.of(List.of("a b"), List.of("ab"), List.of("b", "a"), List.of("A", "b"));
        putAll(Stream.concat(within.stream(), beside.stream()).toList());

        assertThat(places.within(List.of("a")))
                .containsOnly(
                        Map.entry(List.of("a"), "a"),
                        Map.entry(List.of("a", "b"), "a/b"),
                        Map.entry(List.of("a", "b", "c"), "a/b/c"),
                        Map.entry(List.of("a", "z"), "a/z"));
        places.removeWithin(List.of("a"));
        assertThat(within).allMatch(place -> places.get(place).isEmpty());
        assertThat(places.within(List.of())).containsOnlyKeys(beside);
    }

    @Test
    void theMostRecentlyUsedOnesStay() {
        for (int i = 0; i <= 8; i++) {
            putAll(List.of(List.of("d" + i)));
            assertThat(places.get(List.of("d0"))).isPresent();
        }
        assertThat(places.within(List.of()))
                .hasSize(8)
                .containsKeys(List.of("d0"), List.of("d2"))
                .doesNotContainKey(List.of("d1"));
    }

    @Test
    void oneThatIsPutAgainTakesNoMoreRoom() {
        for (int i = 0; i < 20; i++) {
            places.put(List.of("d"), "seen " + i);
        }
        putAll(List.of(List.of("a"), List.of("b")));

        assertThat(places.get(List.of("d"))).contains("seen 19");
        places.remove(List.of("d"));
        assertThat(places.within(List.of())).containsOnlyKeys(List.of("a"), List.of("b"));
    }
}
