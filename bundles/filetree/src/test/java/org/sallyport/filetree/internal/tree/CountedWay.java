/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The way to a gateway node, on which bytes go as they come, and are counted. */
final class CountedWay implements AutoCloseable {

    private static final int PART = 64 << 10;
    /** How a request begins that stores a content without a name. */
    private static final String CONTENT = "PUT /uri?format=CHK ";

    private final int node;
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicInteger contents = new AtomicInteger();

    CountedWay(int node) throws IOException {
        this.node = node;
        run(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/");
    }

    /** Bytes that have gone to the node. */
    long sent() {
        return sent.get();
    }

    /** How often a content was begun to be stored. */
    int contents() {
        return contents.get();
    }

    /** What is done until a socket is closed. */
    @FunctionalInterface
    private interface Work {

        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                return; // by either side, or at the end of the test
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), node);
            sockets.add(client);
            sockets.add(server);
            run(() -> {
                try (client;
                        server) {
                    toNode(client.getInputStream(), server.getOutputStream());
                }
            });
            run(() -> {
                try (client;
                        server) {
                    server.getInputStream().transferTo(client.getOutputStream());
                }
            });
        }
    }

    private void toNode(InputStream from, OutputStream to) throws IOException {
        byte[] part = new byte[PART];
        for (int count = from.read(part); count >= 0; count = from.read(part)) {
            if (new String(part, 0, count, StandardCharsets.ISO_8859_1).startsWith(CONTENT)) {
                contents.incrementAndGet();
            }
            to.write(part, 0, count);
            sent.addAndGet(count);
        }
    }

    /** Breaks all connections. */
    void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
