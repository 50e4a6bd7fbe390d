/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.sshd.common.cipher.BuiltinCiphers;

/**
 * What to measure.
 *
 * @param servers the first is what the others are compared with
 * @param rounds measured rounds
 * @param warmUp rounds before them that do not count
 * @param folder where the data are made; memory rather than a disk
 */
record Options(
        List<String> servers,
        List<Work> works,
        List<BuiltinCiphers> ciphers,
        int rounds,
        int warmUp,
        long largeSize,
        int smallFiles,
        int manyFiles,
        int stats,
        Path folder) {

    private static final Set<String> NAMES = new TreeSet<>(Set.of(
            "servers",
            "works",
            "ciphers",
            "rounds",
            "warm-up",
            "large-mib",
            "small-files",
            "many-files",
            "stats",
            "folder"));

    /** Reads {@code name=value} arguments; every one has a default. */
    static Options parse(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (String argument : arguments) {
            int split = argument.indexOf('=');
            if (split < 0 || !NAMES.contains(argument.substring(0, split))) {
                throw new IllegalArgumentException(
                        "not an option: " + argument + "; there are " + NAMES + ", each as name=value");
            }
            given.put(argument.substring(0, split), argument.substring(split + 1));
        }
        Path memory = Path.of("/dev/shm");
        return new Options(
                Arrays.asList(
                        given.getOrDefault("servers", "openssh,mina,sallyport").split(",")),
                given.containsKey("works")
                        ? Arrays.stream(given.get("works").split(","))
                                .map(name -> Work.valueOf(
                                        name.toUpperCase(Locale.ROOT).replace('-', '_')))
                                .toList()
                        : Work.all(),
                Arrays.stream(given.getOrDefault("ciphers", "aes128-gcm@openssh.com,chacha20-poly1305@openssh.com")
                                .split(","))
                        .map(BuiltinCiphers::resolveFactory)
                        .map(BuiltinCiphers.class::cast)
                        .toList(),
                Integer.parseInt(given.getOrDefault("rounds", "5")),
                Integer.parseInt(given.getOrDefault("warm-up", "1")),
                Long.parseLong(given.getOrDefault("large-mib", "512")) << 20,
                Integer.parseInt(given.getOrDefault("small-files", "2000")),
                Integer.parseInt(given.getOrDefault("many-files", "20000")),
                Integer.parseInt(given.getOrDefault("stats", "20000")),
                Path.of(given.getOrDefault(
                        "folder",
                        Files.isWritable(memory) ? memory.toString() : System.getProperty("java.io.tmpdir"))));
    }
}
