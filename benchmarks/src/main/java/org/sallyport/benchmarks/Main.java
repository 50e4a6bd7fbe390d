/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.core.CoreModuleProperties;

/** Runs every work against every server, round by round with the order reversed each time, and prints the ratios. */
final class Main {

    private final Options options;
    private final PrintStream progress;

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

    private String run() throws Exception {
        Path root = Files.createTempDirectory(options.folder(), "sallyport-bench-");
        KeyPair key = KeyUtils.generateKeyPair("ecdsa-sha2-nistp256", 256);
        List<Peer> peers = new ArrayList<>();
        try (Lab lab = new Lab(root, options.largeSize(), options.smallFiles(), options.manyFiles(), options.stats())) {
            try {
                lab.make();
                Peers starter = new Peers(lab, key);
                for (String name : options.servers()) {
                    peers.add(starter.start(name));
                }
                return measure(peers, key, lab) + start(peers);
            } finally {
                for (Peer peer : peers) {
                    peer.close();
                }
            }
        }
    }

    private String measure(List<Peer> peers, KeyPair key, Lab lab) throws IOException {
        StringBuilder result = new StringBuilder();
        for (BuiltinCiphers cipher : options.ciphers()) {
            try (SshClient client = SshClient.setUpDefaultClient()) {
                client.setCipherFactories(List.of(cipher));
                client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
                CoreModuleProperties.TCP_NODELAY.set(client, true);
                client.start();
                result.append("\n### ")
                        .append(cipher.getName())
                        .append("\n\n")
                        .append(compare(peers, client, key, cipher, lab).table());
            }
        }
        return result.toString();
    }

    private Comparison compare(List<Peer> peers, SshClient client, KeyPair key, BuiltinCiphers cipher, Lab lab)
            throws IOException {
        Comparison comparison = new Comparison(peers.get(0).name());
        List<Peer> order = new ArrayList<>(peers);
        for (int round = -options.warmUp(); round < options.rounds(); round++) {
            for (Work work : options.works()) {
                for (Peer peer : order) {
                    Comparison.Sample sample = sample(peer, work, client, key, lab);
                    progress.printf(
                            Locale.ROOT,
                            "round %d %s %s %s %.3f s, CPU %.2f s%n",
                            round,
                            cipher.getName(),
                            work,
                            peer.name(),
                            sample.wall(),
                            sample.cpu());
                    if (round >= 0) {
                        comparison.add(work.title(), peer.name(), sample);
                    }
                }
            }
            Collections.reverse(order);
        }
        return comparison;
    }

    private static Comparison.Sample sample(Peer peer, Work work, SshClient client, KeyPair key, Lab lab)
            throws IOException {
        try (SftpConnection sftp = new SftpConnection(client, peer.port(), peer.user(), key)) {
            double cpuBefore = peer.processes().cpuSeconds();
            long began = System.nanoTime();
            work.run(sftp, peer.prefix(), lab);
            double wall = (System.nanoTime() - began) / 1e9;
            return new Comparison.Sample(wall, peer.processes().cpuSeconds() - cpuBefore);
        }
    }

    private static String start(List<Peer> peers) throws IOException {
        StringBuilder table = new StringBuilder(
                "\n### Start and memory\n\n| server | start to listening | RSS of the main process, idle after the run |\n|---|---|---|\n");
        for (Peer peer : peers) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d MiB |%n",
                    peer.name(),
                    peer.startToListening()
                            .map(time -> String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0))
                            .orElse("-"),
                    peer.processes().residentKiB() / 1024));
        }
        return table.toString();
    }
}
