/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@link CodecBenchmark} in short, for what it allocates: nothing that grows with the bytes that are transferred. */
@Timeout(300)
class CodecCostTest {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static Map<String, Double> allocated;

    @BeforeAll
    static void measure() throws RunnerException {
        allocated = new Runner(new OptionsBuilder()
                        .include(CodecBenchmark.class.getName())
                        .forks(0)
                        .warmupIterations(2)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(100))
                        .addProfiler("gc")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run().stream()
                        .collect(Collectors.toMap(
                                result -> result.getPrimaryResult().getLabel(), CodecCostTest::bytes));
    }

    private static double bytes(RunResult result) {
        return result.getSecondaryResults().values().stream()
                .filter(secondary -> secondary.getLabel().endsWith(ALLOCATED))
                .findFirst()
                .orElseThrow()
                .getScore();
    }

    @Test
    void readingARequestAllocatesItAndNotItsData() {
        assertThat(allocated.get("decodeRead")).isBetween(1.0, 256.0);
        assertThat(allocated.get("decodeWrite")).isBetween(1.0, 256.0);
    }

    @Test
    void attributesAreWrittenWithoutAllocation() {
        assertThat(allocated.get("replyWithAttributes")).isLessThan(1);
    }
}
