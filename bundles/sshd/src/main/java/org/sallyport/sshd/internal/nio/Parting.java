/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that has ended here and whose client may still read why. A socket that is closed while its client sends resets the
 * connection (RFC 1122, section 4.2.2.13), and the client fails at its next write instead of reading what it was told. So nothing more
 * is sent, what comes is thrown away, and the socket is closed once the client has closed it, or after a moment.
 */
final class Parting implements SelectorLoop.Ready {

    private static final Logger LOG = LoggerFactory.getLogger(Parting.class);
    private static final long LONGEST_SECONDS = 2;

    /** Beyond these a socket is closed at once: what a flood of connections costs is bounded. */
    private static final int MOST = 200;

    private final SocketChannel socket;
    private final SelectionKey key;
    private final SelectorLoop loop;
    private final AtomicInteger underWay;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param underWay how many there are, of all that share it */
    Parting(SocketChannel socket, SelectionKey key, SelectorLoop loop, AtomicInteger underWay) {
        this.socket = socket;
        this.key = key;
        this.loop = loop;
        this.underWay = underWay;
        underWay.incrementAndGet();
    }

    void begin(ScheduledExecutorService timer) {
        if (underWay.get() > MOST) {
            close();
            return;
        }
        try {
            socket.shutdownOutput();
            key.attach(this);
            key.interestOps(SelectionKey.OP_READ);
            loop.interestChanged();
            timer.schedule(this::close, LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | CancelledKeyException | RejectedExecutionException over) {
            close();
        }
    }

    @Override
    public void ready() {
        try {
            // A thread that still wrote may have asked for more.
            key.interestOps(SelectionKey.OP_READ);
            if (socket.read(loop.input().bytes().clear()) < 0) {
                close();
            }
        } catch (IOException | CancelledKeyException over) {
            close();
        }
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        underWay.decrementAndGet();
        try {
            socket.close();
        } catch (IOException failed) {
            LOG.debug("a socket did not close", failed);
        }
        // A selector lets go of a closed socket when it selects next.
        loop.interestChanged();
    }
}
