/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sallyport.benchmarks.client.SftpClient;
import org.sallyport.benchmarks.client.UserKey;
import org.sallyport.benchmarks.peer.Peer;

/** A peer with the connections that a work uses. */
final class Target implements AutoCloseable {

    private final Peer peer;
    private final int port;
    private final UserKey key;
    private final String cipher;
    private final List<SftpClient> open = new ArrayList<>();

    /** What is done on one connection. */
    @FunctionalInterface
    interface Use {

        void on(SftpClient sftp) throws IOException;
    }

    /** @param port the peer's, or that of a relay to it */
    Target(Peer peer, int port, UserKey key, String cipher) {
        this.peer = peer;
        this.port = port;
        this.key = key;
        this.cipher = cipher;
    }

    SftpClient connect() throws IOException {
        return new SftpClient(port, peer.user(), key, cipher);
    }

    void open(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            open.add(connect());
        }
    }

    SftpClient first() {
        return open.get(0);
    }

    String path(String name) {
        return peer.prefix() + "/" + name;
    }

    void each(Use use) throws IOException {
        each(open, use);
    }

    /** Uses all connections at once, each on a thread of its own. */
    static void each(List<SftpClient> connections, Use use) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(connections.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            for (SftpClient sftp : connections) {
                running.add(threads.submit(() -> {
                    use.on(sftp);
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw new IOException(failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException(stop);
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public void close() throws IOException {
        for (SftpClient sftp : open) {
            sftp.close();
        }
    }
}
