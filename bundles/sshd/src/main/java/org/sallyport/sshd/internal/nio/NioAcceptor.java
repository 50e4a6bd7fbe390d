/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.apache.sshd.core.CoreModuleProperties;

/** Accepts connections and gives each to a loop. */
final class NioAcceptor extends AbstractInnerCloseable implements IoAcceptor {

    private final FactoryManager manager;
    private final IoHandler handler;
    private final SelectorLoops loops;
    private final Map<SocketAddress, ServerSocketChannel> listening = new ConcurrentHashMap<>();
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger partings = new AtomicInteger();
    private volatile IoServiceEventListener events;

    NioAcceptor(FactoryManager manager, IoHandler handler, SelectorLoops loops) {
        this.manager = manager;
        this.handler = handler;
        this.loops = loops;
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            bind(address);
        }
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            socket.bind(address, CoreModuleProperties.SOCKET_BACKLOG.getRequired(manager));
            SocketAddress bound = socket.getLocalAddress();
            listening.put(bound, socket);
            listen(socket, bound);
        } catch (IOException | RuntimeException failed) {
            socket.close();
            throw failed;
        }
    }

    private void listen(ServerSocketChannel socket, SocketAddress bound) throws IOException {
        SelectorLoop loop = loops.first();
        CompletableFuture<Void> listens = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                Listening ready = new Listening(loop, socket, bound);
                ready.key = loop.register(socket, SelectionKey.OP_ACCEPT, ready);
                listens.complete(null);
            } catch (IOException | RuntimeException failed) {
                listens.completeExceptionally(failed);
            }
        });
        try {
            listens.join();
        } catch (CompletionException failed) {
            throw new IOException("cannot listen on " + bound, failed.getCause());
        }
    }

    /** A socket that listens. */
    private final class Listening implements SelectorLoop.Ready {

        /** How long none is accepted after the process has run out of file descriptors. */
        private static final long PAUSE_MILLIS = 200;

        private final SelectorLoop loop;
        private final ServerSocketChannel socket;
        private final SocketAddress address;
        private SelectionKey key;

        private Listening(SelectorLoop loop, ServerSocketChannel socket, SocketAddress address) {
            this.loop = loop;
            this.socket = socket;
            this.address = address;
        }

        @Override
        public void ready() {
            try {
                for (SocketChannel accepted = socket.accept(); accepted != null; accepted = socket.accept()) {
                    SocketChannel connection = accepted;
                    SelectorLoop its = loops.next();
                    its.execute(() -> begin(connection, its, address));
                }
            } catch (ClosedChannelException unbound) {
                key.cancel();
            } catch (IOException failed) {
                log.warn("no connection can be accepted on {} for the moment: {}", address, failed.getMessage());
                key.interestOps(0);
                manager.getScheduledExecutorService()
                        .schedule(() -> loop.execute(this::goOn), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void goOn() {
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_ACCEPT);
            }
        }
    }

    private void begin(SocketChannel socket, SelectorLoop loop, SocketAddress accepting) {
        NioSession session = null;
        try {
            IoServiceEventListener listener = events;
            if (listener != null) {
                listener.connectionAccepted(this, socket.getLocalAddress(), socket.getRemoteAddress(), accepting);
            }
            setOptions(socket);
            session = new NioSession(this, handler, socket, loop, accepting);
            sessions.put(session.getId(), session);
            if (isClosing()) {
                throw new IOException("the server closes");
            }
            handler.sessionCreated(session);
            session.startReading();
        } catch (Exception refused) {
            log.debug("a connection ends where it began", refused);
            if (session == null) {
                close(socket);
            } else {
                session.close(true);
            }
        }
    }

    private void setOptions(SocketChannel socket) throws IOException {
        socket.setOption(
                StandardSocketOptions.TCP_NODELAY,
                CoreModuleProperties.TCP_NODELAY.get(manager).orElse(true));
        socket.setOption(
                StandardSocketOptions.SO_KEEPALIVE,
                CoreModuleProperties.SOCKET_KEEPALIVE.get(manager).orElse(true));
    }

    private void close(Channel socket) {
        try {
            socket.close();
        } catch (IOException failed) {
            log.debug("a socket did not close", failed);
        }
    }

    /** How many connections part from their clients. */
    AtomicInteger partings() {
        return partings;
    }

    void part(Parting parting, boolean clientIsGone) {
        if (clientIsGone) {
            parting.close();
        } else {
            parting.begin(manager.getScheduledExecutorService());
        }
    }

    void sessionClosed(NioSession session) {
        sessions.remove(session.getId());
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        addresses.forEach(this::unbind);
    }

    @Override
    public void unbind(SocketAddress address) {
        ServerSocketChannel socket = listening.remove(address);
        if (socket != null) {
            close(socket);
            loops.first().letGo();
        }
    }

    @Override
    public void unbind() {
        unbind(List.copyOf(listening.keySet()));
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        return Set.copyOf(listening.keySet());
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Collections.unmodifiableMap(sessions);
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return events;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {
        events = listener;
    }

    @Override
    protected void preClose() {
        unbind();
        super.preClose();
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().parallel(toString(), sessions.values()).build();
    }

    @Override
    public String toString() {
        return "NioAcceptor"
                + listening.keySet().stream().map(InetSocketAddress.class::cast).toList();
    }
}
