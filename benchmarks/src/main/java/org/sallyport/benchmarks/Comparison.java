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

    /** Ratios of pairs: their median and their spread. */
    record Ratio(double median, double least, double most) {

        static Ratio of(List<Double> values) {
            return new Ratio(
                    Comparison.median(values),
                    values.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
                    values.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most);
        }
    }

    /** The kernel counts CPU in hundredths of a second: less is not known. */
    private static final double LEAST_CPU = 0.01;

    private final List<String> servers;
    private final Map<String, Map<String, List<Sample>>> byWork = new LinkedHashMap<>();

    /** @param servers in the order of the table; the first is what the others are compared with */
    Comparison(List<String> servers) {
        this.servers = List.copyOf(servers);
    }

    void add(String work, String server, Sample sample) {
        byWork.computeIfAbsent(work, w -> new LinkedHashMap<>())
                .computeIfAbsent(server, s -> new ArrayList<>())
                .add(sample);
    }

    List<String> servers() {
        return servers;
    }

    List<String> works() {
        return List.copyOf(byWork.keySet());
    }

    boolean has(String work, String server) {
        return byWork.getOrDefault(work, Map.of()).containsKey(server);
    }

    Ratio wall(String work, String server) {
        return Ratio.of(pairs(work, server, Sample::wall, 0));
    }

    /** Wall clock alone, the median. */
    double seconds(String work, String server) {
        return median(byWork.get(work).get(server).stream().map(Sample::wall).toList());
    }

    Ratio cpu(String work, String server) {
        return Ratio.of(pairs(work, server, Sample::cpu, LEAST_CPU));
    }

    private List<Double> pairs(
            String work, String server, java.util.function.ToDoubleFunction<Sample> figure, double least) {
        List<Sample> samples = byWork.get(work).get(server);
        List<Sample> reference = byWork.get(work).get(servers.get(0));
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            ratios.add(figure.applyAsDouble(samples.get(i)) / Math.max(figure.applyAsDouble(reference.get(i)), least));
        }
        return ratios;
    }

    /** A Markdown table: the ratios' medians with their spread, and what they are ratios of. */
    String table() {
        StringBuilder table = new StringBuilder("| work | server | wall / " + servers.get(0) + " | server CPU / "
                + servers.get(0) + " | wall s | CPU s | n |\n|---|---|---|---|---|---|---|\n");
        byWork.forEach((work, samples) -> {
            for (String server : servers) {
                List<Sample> own = samples.get(server);
                table.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %.3f | %.2f | %d |%n",
                        work,
                        server,
                        wall(work, server),
                        cpu(work, server),
                        median(own.stream().map(Sample::wall).toList()),
                        median(own.stream().map(Sample::cpu).toList()),
                        own.size()));
            }
        });
        return table.toString();
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
