/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A Tahoe-LAFS grid of real nodes on 127.0.0.1: an introducer, storage nodes and gateways. For one thread. */
public final class Grid implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Tahoe tahoe;
    private final Path folder;
    private final GridLayout layout;
    private final List<GridNode> nodes = new ArrayList<>();
    private final List<GridNode> storageNodes = new ArrayList<>();
    private final List<Gateway> gateways = new ArrayList<>();

    private Grid(Tahoe tahoe, Path folder, GridLayout layout) {
        this.tahoe = tahoe;
        this.folder = folder;
        this.layout = layout;
    }

    /**
     * Starts a grid and waits until every gateway is connected to every storage node.
     *
     * @param folder where the nodes live; what they wrote stays there when the grid is closed
     * @throws IOException if Tahoe-LAFS cannot be installed or the grid is not ready within two minutes
     */
    public static Grid start(Path folder, GridLayout layout) throws IOException {
        Grid grid = new Grid(Tahoe.installed(), folder.toAbsolutePath(), layout);
        try {
            grid.startNodes();
            grid.awaitReady(START_LIMIT);
            return grid;
        } catch (IOException | RuntimeException e) {
            grid.close();
            throw e;
        }
    }

    public List<GridNode> storageNodes() {
        return List.copyOf(storageNodes);
    }

    public List<Gateway> gateways() {
        return List.copyOf(gateways);
    }

    /**
     * Waits until every gateway says that it is connected to every storage node, and has written. What it says is stale for some time
     * after a storage node was killed, so with several of them this does not prove that the one that was killed is back.
     *
     * @throws IOException if that is not so within the limit; the message has what the nodes wrote
     */
    public void awaitReady(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        for (Gateway gateway : gateways) {
            while (gateway.connectedStorageNodes() < layout.storageNodes() || !gateway.canWrite()) {
                if (System.nanoTime() > end) {
                    throw new IOException("the grid is not ready after " + limit + "\n" + output());
                }
                pause();
            }
        }
    }

    /**
     * The files in which storage nodes have shares of one object.
     *
     * @param verifyCapability of the object
     */
    public List<Path> shares(String verifyCapability) throws IOException {
        String index = verifyCapability.split(":")[2];
        List<Path> shares = new ArrayList<>();
        for (GridNode node : storageNodes) {
            shares.addAll(node.shares(index));
        }
        return shares;
    }

    /**
     * Deletes the shares of one object from all storage nodes, as when their disks were lost.
     *
     * @throws IOException if there were none
     */
    public void loseShares(String verifyCapability) throws IOException {
        List<Path> shares = shares(verifyCapability);
        if (shares.isEmpty()) {
            throw new IOException("no storage node has shares of that object");
        }
        for (Path share : shares) {
            Files.delete(share);
        }
    }

    /** Kills all nodes. */
    @Override
    public void close() throws IOException {
        for (GridNode node : nodes) {
            node.kill();
        }
    }

    private void startNodes() throws IOException {
        Files.createDirectories(folder);
        String introducer = startIntroducer();
        List<String> shares = List.of(
                "--shares-needed=" + layout.needed(),
                "--shares-happy=" + layout.happy(),
                "--shares-total=" + layout.total(),
                "--introducer=" + introducer);
        for (int i = 1; i <= layout.storageNodes(); i++) {
            List<String> arguments = new ArrayList<>(List.of("create-node", "--webport=none"));
            arguments.addAll(listening(freePort()));
            arguments.addAll(shares);
            storageNodes.add(create("storage" + i, arguments));
        }
        for (int i = 1; i <= layout.gateways(); i++) {
            int port = freePort();
            List<String> arguments = new ArrayList<>(List.of("create-client", "--webport=" + endpoint(port)));
            arguments.addAll(shares);
            gateways.add(new Gateway(create("gateway" + i, arguments), port));
        }
    }

    private String startIntroducer() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("create-introducer"));
        arguments.addAll(listening(freePort()));
        create("introducer", arguments);
        Path address = folder.resolve("introducer/private/introducer.furl");
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (!Files.exists(address) || !Files.readString(address).endsWith("\n")) {
            if (System.nanoTime() > end) {
                throw new IOException("the introducer did not start\n" + output());
            }
            pause();
        }
        return Files.readString(address).strip();
    }

    private GridNode create(String name, List<String> arguments) throws IOException {
        Path home = folder.resolve(name);
        List<String> all = new ArrayList<>(arguments);
        all.add(home.toString());
        tahoe.run(all);
        GridNode node = new GridNode(tahoe, home);
        nodes.add(node);
        node.start();
        return node;
    }

    private String output() throws IOException {
        StringBuilder all = new StringBuilder();
        for (GridNode node : nodes) {
            all.append(node.output());
        }
        return all.toString();
    }

    private static List<String> listening(int port) {
        return List.of("--listen=tcp", "--port=" + endpoint(port), "--location=tcp:127.0.0.1:" + port);
    }

    private static String endpoint(int port) {
        return "tcp:" + port + ":interface=127.0.0.1";
    }

    private static int freePort() throws IOException {
        // Below the ports that systems give to outgoing connections: one of those may take it while its server is
        // restarted.
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
    }

    private static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the grid started", e);
        }
    }
}
