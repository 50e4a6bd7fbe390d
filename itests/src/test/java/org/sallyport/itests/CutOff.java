/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** A way to a port of this machine that can be cut, as a network is: both ends live on, and what was under way is lost. */
final class CutOff implements AutoCloseable {

    private static final int BUFFER = 64 << 10;

    private final ServerSocket listening;
    private final int target;
    // Guarded by this.
    private final List<Socket> sockets = new ArrayList<>();
    private boolean cut;
    private volatile boolean deaf;
    private final AtomicLong asked = new AtomicLong();

    CutOff(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "cut-off-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (take(near)) {
                    connect(near);
                }
            } catch (IOException closed) {
                // the end, or a connection that its client has given up
            }
        }
    }

    private void connect(Socket near) throws IOException {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            if (take(far)) {
                start("up", () -> copy(near, far, this::ask));
                start("down", () -> copy(far, near, count -> !deaf));
            }
        } catch (IOException refused) {
            reset(near);
        }
    }

    private synchronized boolean take(Socket socket) {
        if (cut) {
            reset(socket);
            return false;
        }
        sockets.add(socket);
        return true;
    }

    private boolean ask(int count) {
        asked.addAndGet(count);
        return true;
    }

    /** How many bytes have gone to the port. */
    long asked() {
        return asked.get();
    }

    private void copy(Socket from, Socket to, IntPredicate passes) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (passes.test(count)) {
                    out.write(buffer, 0, count);
                }
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            reset(from);
            reset(to);
        }
    }

    /** The other side is told at once, and gets nothing of what is still in the buffers. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException over) {
            // it has ended by itself
        }
    }

    /** Ends all connections; no new one comes about until {@link #mend}. */
    synchronized void cut() {
        cut = true;
        sockets.forEach(CutOff::reset);
        sockets.clear();
    }

    synchronized void mend() {
        cut = false;
    }

    /** Lets questions through and answers not, until something was asked so and had its time; then ends all connections. */
    void loseAnswers(Duration time) throws InterruptedException {
        deaf = true;
        long before = asked.get();
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (asked.get() == before) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nothing is asked");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        cut();
        deaf = false;
        mend();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException over) {
            // nothing can be done about it
        }
        cut();
    }
}
