/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link QuirkBenchmark} in short, against what is promised. */
@Timeout(300)
class QuirkCostTest {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static Map<String, RunResult> results;

    @BeforeAll
    static void measure() throws RunnerException {
        Collection<RunResult> all = new Runner(new OptionsBuilder()
                        .include(QuirkBenchmark.class.getName())
                        .forks(0)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(3)
                        .measurementTime(TimeValue.milliseconds(200))
                        .addProfiler("gc")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        results = all.stream()
                .collect(Collectors.toMap(result -> result.getPrimaryResult().getLabel(), result -> result));
    }

    private static double bytes(String benchmark) {
        RunResult result = results.get(benchmark);
        String key = result.getSecondaryResults().keySet().stream()
                .filter(name -> name.endsWith(ALLOCATED))
                .findFirst()
                .orElseThrow();
        return result.getSecondaryResults().get(key).getScore();
    }

    private static double nanoseconds(String benchmark) {
        assertThat(results.get(benchmark).getPrimaryResult().getScoreUnit()).isEqualTo("ns/op");
        return results.get(benchmark).getPrimaryResult().getScore();
    }

    @Test
    void askingForASwitchAllocatesNothing() {
        assertThat(bytes("askForASwitch")).isLessThan(1);
        assertThat(bytes("askForThoseOfAMount")).isLessThan(1);
    }

    /** The benchmark by itself, on a machine that does nothing else, is to show less than 100 microseconds. */
    @Test
    void aThousandRulesAreResolvedInLessThanAMillisecondEvenHere() {
        assertThat(nanoseconds("resolve")).isBetween(10.0, 1_000_000.0);
    }
}
