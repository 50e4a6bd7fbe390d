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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A peer in a process that was started here and is ended by its process handle. */
final class StartedPeer implements Peer {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final String name;
    private final int port;
    private final String user;
    private final String prefix;
    private final Process process;
    private final Duration startToListening;

    private StartedPeer(String name, int port, String user, String prefix, Process process, Duration startToListening) {
        this.name = name;
        this.port = port;
        this.user = user;
        this.prefix = prefix;
        this.process = process;
        this.startToListening = startToListening;
    }

    static StartedPeer start(String name, int port, String user, String prefix, Path log, List<String> command)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        while (!listens(port)) {
            if (!process.isAlive() || System.nanoTime() - began > START_LIMIT.toNanos()) {
                process.destroyForcibly();
                throw new IOException(name + " did not start; see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return new StartedPeer(name, port, user, prefix, process, Duration.ofNanos(System.nanoTime() - began));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String prefix() {
        return prefix;
    }

    @Override
    public ProcessTree processes() {
        return new ProcessTree(process.pid());
    }

    @Override
    public Optional<Duration> startToListening() {
        return Optional.of(startToListening);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stop) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
