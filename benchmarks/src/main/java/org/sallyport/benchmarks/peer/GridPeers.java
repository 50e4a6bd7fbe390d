/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.sallyport.benchmarks.client.UserKey;

/** A grid of one node by {@code bin/grid}, with Tahoe-LAFS's own SFTP frontend in that node, and Sallyport with a mount of it. */
public final class GridPeers implements AutoCloseable {

    /** Who logs in at both. */
    public static final String USER = "bench";

    private static final String SEALED = "/sealed";

    private static final String SCRIPT = System.getProperty("sallyport.grid");

    private final Path home;
    private final Shown frontend;
    private final Peer sallyport;

    private GridPeers(Path home, Shown frontend, Peer sallyport) {
        this.home = home;
        this.frontend = frontend;
        this.sallyport = sallyport;
    }

    /**
     * A server that shows the grid's root.
     *
     * @param prefix where
     */
    public record Shown(int port, String prefix) {

        public String path(String name) {
            return prefix + "/" + name;
        }
    }

    /** @param folder where all of them keep what they have */
    public static GridPeers start(Path folder, UserKey key) throws IOException, InterruptedException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path home = folder.resolve("sallyport");
        grid("start", home);
        try {
            int port = StartedPeer.freePort();
            addFrontend(home, port, key);
            Files.write(
                    home.resolve("etc/org.sallyport.mount-sealed.cfg"),
                    List.of("path = " + SEALED, "uri = tahoe:local/", "close-reply = sealed"));
            Peer sallyport = new Peers(folder, data, key).start("sallyport");
            return new GridPeers(home, new Shown(port, ""), sallyport);
        } catch (IOException | InterruptedException | RuntimeException failed) {
            grid("stop", home);
            throw failed;
        }
    }

    private static void grid(String action, Path home) throws IOException, InterruptedException {
        Commands.run(List.of("bash", SCRIPT, action, "--home", home.toString()));
    }

    /** The node reads its accounts when it starts, and ends if one has no root. */
    private static void addFrontend(Path home, int port, UserKey key) throws IOException, InterruptedException {
        grid("stop", home);
        Path node = home.resolve("grid/node");
        Path hostKey = node.resolve("private/ssh_host_rsa_key");
        Commands.run(List.of(
                "ssh-keygen", "-q", "-m", "PEM", "-t", "rsa", "-b", "2048", "-N", "", "-f", hostKey.toString()));
        Files.writeString(node.resolve("private/accounts"), account(key, root(home)));
        Files.write(
                node.resolve("tahoe.cfg"),
                List.of(
                        "",
                        "[sftpd]",
                        "enabled = true",
                        "port = tcp:" + port + ":interface=127.0.0.1",
                        "host_pubkey_file = private/ssh_host_rsa_key.pub",
                        "host_privkey_file = private/ssh_host_rsa_key",
                        "accounts.file = private/accounts"),
                StandardOpenOption.APPEND);
        grid("start", home);
    }

    private static String account(UserKey key, String root) {
        String[] words = key.line().split(" ");
        return String.join(" ", USER, words[0], words[1], root) + "\n";
    }

    private static String root(Path home) throws IOException {
        return Files.readString(home.resolve("etc/grid-root")).strip();
    }

    public String root() throws IOException {
        return root(home);
    }

    /** The web API of the node, with a slash at the end. */
    public URI node() throws IOException {
        return URI.create(Files.readString(home.resolve("grid/node/node.url")).strip());
    }

    public Shown frontend() {
        return frontend;
    }

    public Shown sallyport() {
        return new Shown(sallyport.port(), "/grid");
    }

    /** The same directory, where CLOSE is answered when the content is durable in the spool. */
    public Shown sealed() {
        return new Shown(sallyport.port(), SEALED);
    }

    /** CPU time of Sallyport and of the node, which the frontend is a part of. */
    public double cpuSeconds() throws IOException {
        String process = Files.readString(home.resolve("grid/node/running.process"));
        return sallyport.processes().cpuSeconds() + new ProcessTree(Long.parseLong(process.split(" ")[0])).cpuSeconds();
    }

    @Override
    public void close() throws IOException {
        try {
            sallyport.close();
            grid("stop", home);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the grid was stopped", stop);
        }
    }
}
