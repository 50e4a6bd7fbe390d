/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to measure.
 *
 * @param servers the first is what the others are compared with
 * @param rounds measured rounds
 * @param warmUp rounds before them that do not count
 * @param idle how many idle sessions to open for the memory of one; 0 for none
 * @param roundTripMillis the round trip of a relay between client and server; 0 for none
 * @param folder where the data are made; memory rather than a disk
 * @param charts the folder for charts in SVG
 */
record Options(
        List<String> servers,
        List<Work> works,
        List<String> ciphers,
        int rounds,
        int warmUp,
        int largeMib,
        int smallFiles,
        int manyFiles,
        int stats,
        int connections,
        int idle,
        int roundTripMillis,
        Path folder,
        Optional<Path> charts) {

    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.ofEntries(
            Map.entry("servers", "openssh,mina,sallyport"),
            Map.entry("works", "all"),
            Map.entry("ciphers", "aes128-gcm@openssh.com,chacha20-poly1305@openssh.com"),
            Map.entry("rounds", "5"),
            Map.entry("warm-up", "2"),
            Map.entry("large-mib", "1024"),
            Map.entry("small-files", "2000"),
            Map.entry("many-files", "50000"),
            Map.entry("stats", "20000"),
            Map.entry("connections", "200"),
            Map.entry("idle", "0"),
            Map.entry("round-trip-ms", "0"),
            Map.entry(
                    "folder",
                    Files.isWritable(Path.of("/dev/shm")) ? "/dev/shm" : System.getProperty("java.io.tmpdir")),
            Map.entry("charts", "")));

    /** Enough to see that everything works and where it stands, in less than three minutes. */
    private static final Map<String, String> QUICK = Map.of(
            "ciphers", "aes128-gcm@openssh.com",
            "rounds", "2",
            "warm-up", "1",
            "large-mib", "128",
            "small-files", "300",
            "many-files", "5000",
            "stats", "3000",
            "connections", "30",
            "idle", "50");

    /** Reads {@code name=value} arguments; every one has a default, and {@code quick} sets smaller ones. */
    static Options parse(List<String> arguments) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        if (arguments.contains("quick")) {
            values.putAll(QUICK);
        }
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            if (split >= 0 && DEFAULTS.containsKey(argument.substring(0, split))) {
                values.put(argument.substring(0, split), argument.substring(split + 1));
            } else if (!argument.equals("quick")) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + "; there are quick and, as name=value, " + DEFAULTS.keySet());
            }
        }
        return new Options(
                List.of(values.get("servers").split(",")),
                works(values.get("works")),
                List.of(values.get("ciphers").split(",")),
                Integer.parseInt(values.get("rounds")),
                Integer.parseInt(values.get("warm-up")),
                Integer.parseInt(values.get("large-mib")),
                Integer.parseInt(values.get("small-files")),
                Integer.parseInt(values.get("many-files")),
                Integer.parseInt(values.get("stats")),
                Integer.parseInt(values.get("connections")),
                Integer.parseInt(values.get("idle")),
                Integer.parseInt(values.get("round-trip-ms")),
                Path.of(values.get("folder")),
                Optional.of(values.get("charts"))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of));
    }

    private static List<Work> works(String names) {
        return names.equals("all")
                ? Work.all()
                : Arrays.stream(names.split(","))
                        .map(name -> Work.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .toList();
    }
}
