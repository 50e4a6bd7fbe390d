/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measurements of several servers, compared pair by pair inside each round: on a shared machine only such ratios mean
 * anything.
 */
final class Comparison {

    /** One run of a work against a server: seconds of wall clock and of the server's CPU. */
    record Sample(double wall, double cpu) {}

    private final String base;
    private final Map<String, Map<String, List<Sample>>> byWork = new LinkedHashMap<>();

    Comparison(String base) {
        this.base = base;
    }

    void add(String work, String server, Sample sample) {
        byWork.computeIfAbsent(work, w -> new LinkedHashMap<>())
                .computeIfAbsent(server, s -> new ArrayList<>())
                .add(sample);
    }

    /** A Markdown table: the ratios' median with its spread, and the ratio of CPU. */
    String table() {
        StringBuilder table = new StringBuilder(
                "| work | server | wall, ratio to " + base
                        + " (median of pairs, min-max) | server CPU, ratio | wall s | CPU s | n |\n|---|---|---|---|---|---|---|\n");
        byWork.forEach((work, servers) -> servers.forEach((server, samples) -> {
            List<Sample> reference = servers.get(base);
            List<Double> wall = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            for (int i = 0; i < samples.size(); i++) {
                wall.add(samples.get(i).wall() / reference.get(i).wall());
                cpu.add(samples.get(i).cpu() / Math.max(reference.get(i).cpu(), 0.01));
            }
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %.2f (%.2f-%.2f) | %.2f | %.3f | %.2f | %d |%n",
                    work,
                    server,
                    median(wall),
                    wall.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                    wall.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
                    median(cpu),
                    median(samples.stream().map(Sample::wall).toList()),
                    median(samples.stream().map(Sample::cpu).toList()),
                    samples.size()));
        }));
        return table.toString();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
