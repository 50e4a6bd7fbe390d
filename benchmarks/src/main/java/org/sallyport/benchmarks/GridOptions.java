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
import java.util.TreeMap;

/**
 * What to measure of a grid.
 *
 * @param rounds measured rounds
 * @param warmUp rounds before them that do not count
 * @param largeMib the size of large files in MiB
 * @param folder where nodes, spool and caches are
 * @param cipher the frontend has AES-CTR and nothing newer, so that is what both are measured with by default
 */
record GridOptions(List<GridWork> works, int rounds, int warmUp, int largeMib, Path folder, String ciphers) {

    private static final Map<String, String> DEFAULTS = new TreeMap<>(Map.of(
            "works", "large,tail,put,small,put-small,list,stat",
            "rounds", "5",
            "warm-up", "2",
            "large-mib", "100",
            "folder", Files.isWritable(Path.of("/dev/shm")) ? "/dev/shm" : System.getProperty("java.io.tmpdir"),
            "ciphers", "aes128-gcm@openssh.com,aes128-ctr"));

    /** Reads {@code name=value} arguments; every one has a default. */
    static GridOptions parse(List<String> arguments) {
        Map<String, String> values = new TreeMap<>(DEFAULTS);
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            if (split < 0 || !DEFAULTS.containsKey(argument.substring(0, split))) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + "; there are, as name=value, " + DEFAULTS.keySet());
            }
            values.put(argument.substring(0, split), argument.substring(split + 1));
        }
        return new GridOptions(
                Arrays.stream(values.get("works").split(","))
                        .map(name ->
                                GridWork.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_')))
                        .toList(),
                Integer.parseInt(values.get("rounds")),
                Integer.parseInt(values.get("warm-up")),
                Integer.parseInt(values.get("large-mib")),
                Path.of(values.get("folder")),
                values.get("ciphers"));
    }
}
