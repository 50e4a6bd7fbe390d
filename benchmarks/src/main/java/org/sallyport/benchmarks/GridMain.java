/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sallyport.benchmarks.client.SftpClient;
import org.sallyport.benchmarks.client.UserKey;
import org.sallyport.benchmarks.peer.GridPeers;
import org.sallyport.benchmarks.peer.GridPeers.Shown;

/** Measures Sallyport with a mount of a grid beside the grid's own SFTP frontend, on one node, and prints the ratios. */
final class GridMain {

    private static final String FRONTEND = "frontend";
    private static final String SALLYPORT = "Sallyport";
    private static final String SEALED = "Sallyport, sealed";

    private final GridOptions options;
    private final PrintStream progress;
    private final UserKey key = new UserKey();
    private final Comparison comparison = new Comparison(List.of(FRONTEND, SALLYPORT, SEALED));

    private GridMain(GridOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    /** @param arguments see {@link GridOptions#parse} */
    public static void main(String[] arguments) throws Exception {
        GridOptions options = GridOptions.parse(List.of(arguments));
        PrintStream out = System.out;
        out.println(new GridMain(options, System.err).run());
    }

    private String run() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(options.folder(), "sallyport-bench-");
        try (GridPeers peers = GridPeers.start(folder, key)) {
            GridLab lab = new GridLab(peers.node(), peers.root(), options.largeMib() << 20);
            for (GridWork work : options.works()) {
                measure(peers, lab, work);
            }
        } finally {
            remove(folder);
        }
        return table();
    }

    private void measure(GridPeers peers, GridLab lab, GridWork work) throws IOException {
        List<String> names =
                new ArrayList<>(work.uploads() ? List.of(FRONTEND, SALLYPORT, SEALED) : List.of(FRONTEND, SALLYPORT));
        for (int round = -options.warmUp(); round < options.rounds(); round++) {
            for (String name : names) {
                String directory = work.name() + '-' + names.indexOf(name) + '-' + round;
                work.prepare(lab, directory);
                Shown server = shown(peers, name);
                try (SftpClient sftp = connect(server);
                        Timing timing = new Timing(peers, lab, name, directory, round)) {
                    awaitShown(sftp, server.path(directory));
                    work.run(sftp, server.path(directory), timing);
                }
            }
            Collections.reverse(names);
        }
    }

    private static Shown shown(GridPeers peers, String name) {
        return switch (name) {
            case FRONTEND -> peers.frontend();
            case SEALED -> peers.sealed();
            default -> peers.sallyport();
        };
    }

    private SftpClient connect(Shown server) throws IOException {
        return new SftpClient(server.port(), GridPeers.USER, key, options.ciphers());
    }

    /** What was made through the node is seen here when the listing of the root is read again. */
    private static void awaitShown(SftpClient sftp, String path) throws IOException {
        for (int tries = 0; tries < 200; tries++) {
            sftp.path(Work.STAT_TYPE, path);
            SftpClient.Reply reply = sftp.reply();
            sftp.skip(reply);
            if (reply.type() == SftpClient.ATTRS) {
                return;
            }
            GridLab.pause(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IOException("not shown: " + path);
    }

    private String table() {
        StringBuilder table = new StringBuilder(
                "| work | server | ratio to the frontend's time | goal | frontend s | server s | CPU of servers and node | n |\n|---|---|---|---|---|---|---|---|\n");
        List<String> known = comparison.works();
        for (GridRow row : GridRow.values()) {
            for (String server : List.of(SALLYPORT, SEALED)) {
                if (known.contains(row.name()) && comparison.has(row.name(), server)) {
                    table.append(line(row, server));
                }
            }
        }
        return table.toString();
    }

    private String line(GridRow row, String server) {
        Comparison.Ratio ratio = comparison.wall(row.name(), server);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f%s | %.3f | %.3f | %.2f | %d |%n",
                row.title(),
                server,
                ratio,
                row.goal(),
                ratio.median() <= row.goal() ? "" : " missed",
                comparison.seconds(row.name(), FRONTEND),
                comparison.seconds(row.name(), server),
                comparison.cpu(row.name(), server).median(),
                options.rounds());
    }

    private static void remove(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> below = Files.walk(folder)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.delete(file);
        }
    }

    /** Takes the times of one session, and has the others that work with it. */
    private final class Timing implements GridWork.Session, AutoCloseable {

        private final GridPeers peers;
        private final GridLab lab;
        private final String server;
        private final String directory;
        private final int round;
        private final List<SftpClient> others = new ArrayList<>();

        Timing(GridPeers peers, GridLab lab, String server, String directory, int round) {
            this.peers = peers;
            this.lab = lab;
            this.server = server;
            this.directory = directory;
            this.round = round;
        }

        @Override
        public GridLab lab() {
            return lab;
        }

        @Override
        public List<SftpClient> more(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                others.add(connect(shown(peers, server)));
            }
            return others;
        }

        @Override
        public byte[] newContent(int size) {
            byte[] content = new byte[size];
            new Random().nextBytes(content);
            return content;
        }

        @Override
        public void time(GridRow row, GridWork.Action action) throws IOException {
            double cpu = peers.cpuSeconds();
            long began = System.nanoTime();
            action.run();
            add(row, began, cpu);
        }

        @Override
        public void timeStored(GridRow acknowledged, GridRow stored, int files, GridWork.Action action)
                throws IOException {
            double cpu = peers.cpuSeconds();
            long began = System.nanoTime();
            action.run();
            add(acknowledged, began, cpu);
            lab.awaitFiles(directory, files);
            add(stored, began, cpu);
        }

        @Override
        public void close() throws IOException {
            for (SftpClient other : others) {
                other.close();
            }
        }

        private void add(GridRow row, long began, double cpuBefore) throws IOException {
            double wall = (System.nanoTime() - began) / 1e9;
            double cpu = peers.cpuSeconds() - cpuBefore;
            progress.printf(Locale.ROOT, "round %d %s %s %.4f s, CPU %.2f s%n", round, row, server, wall, cpu);
            if (round >= 0) {
                comparison.add(row.name(), server, new Comparison.Sample(wall, cpu));
            }
        }
    }
}
