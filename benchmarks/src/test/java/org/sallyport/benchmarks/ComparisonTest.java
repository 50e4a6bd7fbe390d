/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sallyport.benchmarks.Comparison.Sample;

class ComparisonTest {

    @Test
    void comparesPairsInsideRoundsNotMediansOfRuns() {
        Comparison comparison = new Comparison(List.of("a", "b"));
        comparison.add("get", "a", new Sample(1, 1));
        comparison.add("get", "b", new Sample(2, 1));
        comparison.add("get", "a", new Sample(10, 1));
        comparison.add("get", "b", new Sample(5, 2));
        comparison.add("get", "a", new Sample(4, 1));
        comparison.add("get", "b", new Sample(4, 3));
        assertThat(comparison.table()).contains("| get | b | 1.00 (0.50-2.00) | 2.00 (1.00-3.00) | 4.000 | 2.00 | 3 |");
    }

    @Test
    void medianOfAnEvenNumberIsBetweenTheMiddleTwo() {
        assertThat(Comparison.median(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(2.5);
    }
}
