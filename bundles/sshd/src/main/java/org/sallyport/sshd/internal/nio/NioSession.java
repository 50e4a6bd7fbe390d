/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.DefaultCloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.closeable.AbstractCloseable;

/**
 * A connection. It is read on its loop's thread; packets are written by the thread that has them, and gathered as long as
 * somebody holds it.
 */
public final class NioSession extends AbstractCloseable implements IoSession, SelectorLoop.Ready, WriteQueue.Events {

    /** Packets are written although somebody gathers more: what the socket's buffer takes well at once. */
    private static final int ENOUGH = 128 << 10;

    /** A client that reads nothing gets nothing read either once so much waits for it. */
    private static final long TOO_MUCH = 4 << 20;

    private static final AtomicLong IDS = new AtomicLong();
    private static final byte[] NOTHING = {};

    private final long id = IDS.incrementAndGet();
    private final NioAcceptor acceptor;
    private final IoHandler handler;
    private final SocketChannel socket;
    private final SelectorLoop loop;
    private final SocketAddress local;
    private final SocketAddress remote;
    private final SocketAddress accepting;
    private final Map<Object, Object> attributes = new ConcurrentHashMap<>(4);
    private final SelectionKey key;
    private final WriteQueue output;
    private final AtomicInteger holders = new AtomicInteger();
    private volatile boolean suspended = true;
    private volatile boolean clientIsGone;

    /** Nothing is read because too much waits to be written. */
    private volatile boolean full;

    private byte[] carried = NOTHING;

    NioSession(
            NioAcceptor acceptor, IoHandler handler, SocketChannel socket, SelectorLoop loop, SocketAddress accepting)
            throws IOException {
        this.acceptor = acceptor;
        this.handler = handler;
        this.socket = socket;
        this.loop = loop;
        this.local = socket.getLocalAddress();
        this.remote = socket.getRemoteAddress();
        this.accepting = accepting;
        this.output = new WriteQueue(socket, this);
        this.key = loop.register(socket, 0, this);
    }

    void startReading() {
        suspended = false;
        interested();
    }

    /** What an option of the connection's socket is. */
    public <T> T option(SocketOption<T> option) throws IOException {
        return socket.getOption(option);
    }

    /** From here on packets may be gathered, until {@link #release}. */
    public void hold() {
        holders.incrementAndGet();
    }

    public void release() {
        holders.decrementAndGet();
        flush();
    }

    /** Writes what was gathered, whoever holds the connection. */
    public void flush() {
        output.flush();
    }

    @Override
    public void ready() {
        try {
            if (key.isReadable()) {
                read();
            }
            if (key.isValid() && key.isWritable()) {
                writable();
            }
        } catch (CancelledKeyException closed) {
            log.debug("{} was closed meanwhile", this);
        }
    }

    private void writable() {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        output.writable();
        interested();
    }

    @Override
    public void broken(IOException why) {
        // The thread that wrote may hold locks of the session.
        loop.execute(() -> gone(why));
    }

    @Override
    public void blocked() {
        try {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            loop.interestChanged();
        } catch (CancelledKeyException closed) {
            output.fail(closed);
        }
    }

    @Override
    public void drained() {
        // By a thread that found the socket open, the loop would not hear of it.
        if (full) {
            loop.execute(this::interested);
        }
    }

    /** Said before it is looked at again, so that a thread that writes the last of it meanwhile sees it. */
    private boolean isFull() {
        full = output.pending() >= TOO_MUCH;
        if (full) {
            full = output.pending() >= TOO_MUCH;
        }
        return full;
    }

    /** Reads on, unless that is suspended or too much waits to be written. */
    private void interested() {
        if (key.isValid()) {
            boolean reads = !suspended && !isFull();
            // Of this one interest alone: the thread that writes changes the other one meanwhile.
            if (reads != ((key.interestOps() & SelectionKey.OP_READ) != 0)) {
                if (reads) {
                    key.interestOpsOr(SelectionKey.OP_READ);
                } else {
                    key.interestOpsAnd(~SelectionKey.OP_READ);
                }
            }
        }
    }

    private void read() {
        InputBuffer input = loop.input();
        ByteBuffer bytes = input.bytes();
        bytes.clear().put(carried);
        carried = NOTHING;
        hold();
        try {
            if (!fill(bytes)) {
                return;
            }
            handler.messageReceived(this, input);
            if (bytes.hasRemaining()) {
                carried = new byte[bytes.remaining()];
                bytes.get(carried);
            }
        } catch (Exception failed) {
            failed(failed);
        } finally {
            release();
        }
        interested();
    }

    private boolean fill(ByteBuffer bytes) {
        try {
            int count = socket.read(bytes);
            bytes.flip();
            if (count < 0) {
                clientIsGone = true;
                close(true);
            }
            return count >= 0;
        } catch (IOException lost) {
            gone(lost);
            return false;
        }
    }

    /** That clients vanish is no failure of the session. */
    private void gone(IOException why) {
        log.debug("{} is lost: {}", this, why.getMessage());
        clientIsGone = true;
        close(true);
    }

    private void failed(Exception why) {
        if (!isClosing()) {
            try {
                handler.exceptionCaught(this, why);
            } catch (Exception unheard) {
                log.debug("{} failed, and nobody took it: {}", this, unheard.toString());
            }
        }
        close(true);
    }

    @Override
    public IoWriteFuture writeBuffer(Buffer buffer) {
        WriteFuture packet = new WriteFuture(ByteBuffer.wrap(buffer.array(), buffer.rpos(), buffer.available()));
        if (isClosing()) {
            packet.complete(new ClosedChannelException());
            return packet;
        }
        output.add(packet);
        if (holders.get() == 0 || output.pending() >= ENOUGH) {
            output.flush();
        }
        return packet;
    }

    @Override
    public void shutdownOutputStream() {
        afterAll(this::shutdownOutput);
    }

    private void shutdownOutput() {
        try {
            socket.shutdownOutput();
        } catch (IOException closed) {
            log.debug("{} has no output to shut down", this, closed);
        }
    }

    private void afterAll(Runnable action) {
        WriteFuture last = new WriteFuture(ByteBuffer.wrap(NOTHING));
        last.addListener(written -> action.run());
        output.add(last);
        output.flush();
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        CloseFuture written = new DefaultCloseFuture(this, futureLock);
        afterAll(() -> {
            shutdownOutput();
            written.setClosed();
        });
        return written;
    }

    @Override
    protected void doCloseImmediately() {
        // What is there for the client's last reading, such as why the connection ends, is written if it can be.
        output.flush();
        output.fail(new ClosedChannelException());
        acceptor.part(new Parting(socket, key, loop, acceptor.partings()), clientIsGone);
        acceptor.sessionClosed(this);
        super.doCloseImmediately();
        try {
            handler.sessionClosed(this);
        } catch (Exception failed) {
            log.debug("{} has closed, and nobody took it: {}", this, failed.toString());
        }
        attributes.clear();
    }

    @Override
    public void suspendRead() {
        suspended = true;
        loop.execute(this::interested);
    }

    @Override
    public void resumeRead() {
        suspended = false;
        loop.execute(this::interested);
    }

    @Override
    public long getId() {
        return id;
    }

    @Override
    public SocketAddress getAcceptanceAddress() {
        return accepting;
    }

    @Override
    public SocketAddress getLocalAddress() {
        return local;
    }

    @Override
    public SocketAddress getRemoteAddress() {
        return remote;
    }

    @Override
    public Object getAttribute(Object name) {
        return attributes.get(name);
    }

    @Override
    public Object setAttribute(Object name, Object value) {
        return attributes.put(name, value);
    }

    @Override
    public Object setAttributeIfAbsent(Object name, Object value) {
        return attributes.putIfAbsent(name, value);
    }

    @Override
    public Object removeAttribute(Object name) {
        return attributes.remove(name);
    }

    @Override
    public IoService getService() {
        return acceptor;
    }

    @Override
    public String toString() {
        return "NioSession[" + remote + "]";
    }
}
