/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sallyport as {@code bin/run --daemon} starts it. */
record SallyportPeer(String name, int port, long pid, Path home, List<Start> starts) implements Peer {

    private static final String SCRIPT = System.getProperty("sallyport.run");
    private static final Pattern PID = Pattern.compile("^pid (\\d+) ", Pattern.MULTILINE);

    /** Starts it twice, so that the first start, which installs, and a later one are both known. */
    static SallyportPeer start(String name, Path work, Path data, Path authorizedKeys, List<String> settings)
            throws IOException, InterruptedException {
        return start(name, work, data, authorizedKeys, "default", settings);
    }

    /** @param settings of that mount, by lines */
    static SallyportPeer start(
            String name, Path work, Path data, Path authorizedKeys, String mount, List<String> settings)
            throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path home = work.resolve(name);
        List<String> first = new ArrayList<>(List.of(SCRIPT, "--daemon", "--home", home.toString()));
        first.addAll(List.of("--data", data.toString(), "--port", Integer.toString(port)));
        first.addAll(List.of("--user", "bench", "--authorized-keys", authorizedKeys.toString()));
        List<Start> starts = new ArrayList<>();
        long began = System.nanoTime();
        Commands.run(first);
        starts.add(new Start("first start of a home", Duration.ofNanos(System.nanoTime() - began)));
        stop(home);
        Files.write(
                home.resolve("etc/org.sallyport.mount-" + mount + ".cfg"),
                settings,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        began = System.nanoTime();
        String output = Commands.run(List.of(SCRIPT, "--daemon", "--home", home.toString()));
        starts.add(new Start("later start", Duration.ofNanos(System.nanoTime() - began)));
        Matcher pid = PID.matcher(output);
        if (!pid.find()) {
            throw new IOException("bin/run told no pid: " + output);
        }
        return new SallyportPeer(name, port, Long.parseLong(pid.group(1)), home, starts);
    }

    private static void stop(Path home) throws IOException, InterruptedException {
        Commands.run(List.of(SCRIPT, "--stop", "--home", home.toString()));
    }

    @Override
    public String user() {
        return "bench";
    }

    @Override
    public String prefix() {
        return "";
    }

    @Override
    public ProcessTree processes() {
        return new ProcessTree(pid);
    }

    @Override
    public void close() throws IOException {
        try {
            stop(home);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while stopping Sallyport", stop);
        }
    }
}
