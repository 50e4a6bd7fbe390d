/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.sallyport.benchmarks.client.UserKey;
import org.sallyport.benchmarks.peer.Peer;
import org.sallyport.benchmarks.peer.Peers;

/** Runs every work against every server, round by round with the order reversed each time, and prints the ratios. */
final class Main {

    /** A server that answers no more ends the run. */
    private static final long LIMIT_SECONDS = 180;

    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watchdog");
        thread.setDaemon(true);
        return thread;
    });

    private final Options options;
    private final PrintStream progress;
    private final UserKey key = new UserKey();

    private Main(Options options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** @param arguments see {@link Options#parse} */
    public static void main(String[] arguments) throws Exception {
        Options options = Options.parse(List.of(arguments));
        PrintStream out = System.out;
        out.println(new Main(options, System.err).run());
    }

    private String run() throws IOException, InterruptedException {
        Path root = Files.createTempDirectory(options.folder(), "sallyport-bench-");
        List<Peer> peers = new ArrayList<>();
        try (Lab lab = new Lab(
                root,
                (long) options.largeMib() << 20,
                options.smallFiles(),
                options.manyFiles(),
                options.stats(),
                options.connections())) {
            try {
                lab.make();
                Peers starter = new Peers(root, lab.data(), key);
                for (String name : options.servers()) {
                    peers.add(starter.start(name));
                }
                StringBuilder result = new StringBuilder();
                String idle = options.idle() == 0
                        ? ""
                        : new IdleSessions(
                                        options.idle(), key, options.ciphers().get(0))
                                .table(peers);
                for (String cipher : options.ciphers()) {
                    Comparison comparison = compare(peers, cipher, lab);
                    result.append("\n### ").append(cipher).append("\n\n").append(comparison.table());
                    chart(cipher, comparison);
                }
                result.append(start(peers)).append(idle);
                return result.toString();
            } finally {
                for (Peer peer : peers) {
                    peer.close();
                }
            }
        }
    }

    private void chart(String cipher, Comparison comparison) throws IOException {
        if (options.charts().isPresent()) {
            Path file = Files.createDirectories(options.charts().get())
                    .resolve("performance-" + cipher.replaceAll("@.*", "") + ".svg");
            String title = cipher + ": wall clock, ratio to "
                    + comparison.servers().get(0) + " (median of pairs; line: least to most)";
            Files.writeString(file, new Chart(title, comparison).svg());
        }
    }

    private Comparison compare(List<Peer> peers, String cipher, Lab lab) throws IOException, InterruptedException {
        Comparison comparison = new Comparison(peers.stream().map(Peer::name).toList());
        List<Peer> order = new ArrayList<>(peers);
        for (int round = -options.warmUp(); round < options.rounds(); round++) {
            for (Work work : options.works()) {
                for (Peer peer : order) {
                    Comparison.Sample sample = sample(peer, work, cipher, lab);
                    progress.printf(
                            Locale.ROOT,
                            "round %d %s %s %s %.3f s, CPU %.2f s%n",
                            round,
                            cipher,
                            work,
                            peer.name(),
                            sample.wall(),
                            sample.cpu());
                    if (round >= 0) {
                        comparison.add(work.title(), peer.name(), sample);
                    }
                    lab.clean();
                }
            }
            Collections.reverse(order);
        }
        return comparison;
    }

    private Comparison.Sample sample(Peer peer, Work work, String cipher, Lab lab)
            throws IOException, InterruptedException {
        if (options.roundTripMillis() == 0) {
            return sample(peer, peer.port(), work, cipher, lab);
        }
        long delay = TimeUnit.MILLISECONDS.toNanos(options.roundTripMillis()) / 2;
        try (Relay relay = new Relay(peer.port(), delay)) {
            return sample(peer, relay.port(), work, cipher, lab);
        }
    }

    private Comparison.Sample sample(Peer peer, int port, Work work, String cipher, Lab lab)
            throws IOException, InterruptedException {
        int processes = peer.processes().size();
        ScheduledFuture<?> limit =
                watchdog.schedule(Thread.currentThread()::interrupt, LIMIT_SECONDS, TimeUnit.SECONDS);
        try (Target target = new Target(peer, port, key, cipher)) {
            target.open(work.connections());
            int connected = Math.max(processes, peer.processes().size());
            double cpuBefore = peer.processes().cpuSeconds();
            long began = System.nanoTime();
            work.run(target, lab);
            double wall = (System.nanoTime() - began) / 1e9;
            peer.processes().awaitSize(connected);
            return new Comparison.Sample(wall, peer.processes().cpuSeconds() - cpuBefore);
        } catch (ClosedByInterruptException stopped) {
            throw new IOException(peer.name() + " has not done " + work + " in " + LIMIT_SECONDS + " s", stopped);
        } finally {
            limit.cancel(false);
            peer.processes().awaitSize(processes);
        }
    }

    private static String start(List<Peer> peers) throws IOException {
        StringBuilder table = new StringBuilder(
                "\n### Start, and memory after the run\n\n| server | to listening | RSS of the main process, MiB |\n|---|---|---|\n");
        for (Peer peer : peers) {
            List<String> starts = peer.starts().stream()
                    .map(start -> String.format(
                            Locale.ROOT,
                            "%s %.1f s",
                            start.what(),
                            start.toListening().toMillis() / 1000.0))
                    .toList();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d |%n",
                    peer.name(),
                    String.join(", ", starts),
                    peer.processes().residentKiB() / 1024));
        }
        return table.toString();
    }
}
