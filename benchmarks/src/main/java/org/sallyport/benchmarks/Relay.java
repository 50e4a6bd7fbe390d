/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A TCP relay that delivers what it gets a fixed time later, so that loopback has the round trip of a long way. */
final class Relay implements AutoCloseable {

    private static final int CHUNK = 64 << 10;

    /** What may be under way in one direction, so that a fast sender does not fill the memory: 64 MiB. */
    private static final int MOST_CHUNKS = 1024;

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int target;
    private final long delayNanos;

    private record Chunk(byte[] bytes, int length, long due) {}

    /** @param delayNanos for each direction */
    Relay(int target, long delayNanos) throws IOException {
        this.target = target;
        this.delayNanos = delayNanos;
        thread(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            try {
                Socket client = listening.accept();
                Socket server = new Socket();
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                relay(client, server);
                relay(server, client);
            } catch (SocketException closed) {
                return;
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }
    }

    private void relay(Socket from, Socket to) {
        LinkedBlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>(MOST_CHUNKS);
        thread(() -> {
            try {
                int length;
                do {
                    byte[] bytes = new byte[CHUNK];
                    length = from.getInputStream().read(bytes);
                    underWay.put(new Chunk(bytes, length, System.nanoTime() + delayNanos));
                } while (length >= 0);
            } catch (IOException broken) {
                end(underWay);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
        thread(() -> {
            try (from;
                    to) {
                for (Chunk next = underWay.take(); next.length() >= 0; next = underWay.take()) {
                    TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
                    to.getOutputStream().write(next.bytes(), 0, next.length());
                }
            } catch (IOException broken) {
                underWay.clear();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static void end(LinkedBlockingQueue<Chunk> underWay) {
        underWay.clear();
        underWay.add(new Chunk(new byte[0], -1, System.nanoTime()));
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
