/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command's channel: its answer is made on a thread of its own and sent as the client takes it. */
final class CommandChannel implements Subsystem {

    private static final Logger LOG = LoggerFactory.getLogger(CommandChannel.class);

    private final SubsystemChannel channel;
    private final Tree tree;
    private final Answer answer;
    private final Executor threads;
    private final Object sending = new Object();
    private volatile boolean closed;
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private int exitStatus;
    private boolean begun;
    private boolean answered;

    /** Opens what the session sees. */
    @FunctionalInterface
    interface Tree {

        FileTree open() throws FileTreeException;
    }

    CommandChannel(SubsystemChannel channel, Tree tree, Answer answer, Executor threads) {
        this.channel = channel;
        this.tree = tree;
        this.answer = answer;
        this.threads = threads;
    }

    private void begin() {
        try {
            threads.execute(this::run);
        } catch (RejectedExecutionException tooMany) {
            LOG.warn("a command is not answered: too many are");
            answered("", 1);
        }
    }

    private void run() {
        String output = "";
        int status = 0;
        try (FileTree opened = tree.open()) {
            output = answer.make(opened, () -> closed);
        } catch (FileTreeException failure) {
            status = 1;
        } catch (RuntimeException bug) {
            LOG.warn("a command could not be answered: {}", bug.getClass().getName());
            status = 1;
        }
        answered(output, status);
    }

    private void answered(String output, int status) {
        synchronized (sending) {
            rest = ByteBuffer.wrap(output.getBytes(StandardCharsets.UTF_8));
            exitStatus = status;
            answered = true;
            send();
        }
    }

    /** {@inheritDoc} The first call tells that the client has been told that the command is taken. */
    @Override
    public void writable() {
        synchronized (sending) {
            if (begun) {
                send();
                return;
            }
            begun = true;
        }
        begin();
    }

    private void send() {
        synchronized (sending) {
            if (!answered || closed) {
                return;
            }
            while (rest.hasRemaining()) {
                int size = (int) Math.min(Math.min(channel.credit(), channel.maxPacket()), rest.remaining());
                if (size <= 0) {
                    channel.flush();
                    return;
                }
                ByteBuffer packet = channel.allocate(size);
                packet.put(rest.slice(rest.position(), size));
                rest.position(rest.position() + size);
                channel.send(packet);
            }
            answered = false;
            channel.flush();
            channel.close(exitStatus);
        }
    }

    /** No command reads what is sent to it. */
    @Override
    public void received(ByteBuffer data) {
        channel.consumed(data.remaining());
    }

    @Override
    public void endOfInput() {
        // the answer does not wait for it
    }

    @Override
    public void closed() {
        closed = true;
    }

    @Override
    public SessionInfo.ChannelInfo info() {
        return new SessionInfo.ChannelInfo(0, 0, 0, List.of(), Set.of());
    }
}
