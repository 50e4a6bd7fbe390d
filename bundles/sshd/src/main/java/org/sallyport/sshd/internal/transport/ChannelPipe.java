/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.sshd.internal.packet.PacketSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subsystem's way out: packets are built once, in the buffer that is encrypted, and never wait for the peer's window. What the
 * socket has not taken yet is bounded, so that a client that reads nothing costs at most {@link #MOST_UNWRITTEN}.
 */
final class ChannelPipe implements SubsystemChannel {

    /** Bytes handed to the connection and not written yet, during a key exchange too. */
    private static final long MOST_UNWRITTEN = 1 << 20;

    /** recipient channel and length of SSH_MSG_CHANNEL_DATA (RFC 4254, section 5.2). */
    private static final int DATA_HEADER = 8;

    private static final Logger LOG = LoggerFactory.getLogger(ChannelPipe.class);

    private final SessionChannel channel;
    private final PacketSession session;
    private final AtomicLong unwritten = new AtomicLong();
    private final AtomicBoolean starved = new AtomicBoolean();
    private volatile Subsystem subsystem;
    private Buffer packet;
    private byte[] memory;
    private boolean holding;
    private int payloadStart;

    ChannelPipe(SessionChannel channel) {
        this.channel = channel;
        this.session = PacketSession.of(channel.getSession());
    }

    void attach(Subsystem served) {
        subsystem = served;
    }

    @Override
    public int maxPacket() {
        return (int) Math.min(channel.getRemoteWindow().getPacketSize(), 256 << 10);
    }

    @Override
    public long credit() {
        long credit = room();
        if (credit < maxPacket()) {
            // Set before the second look, so that room that grows in between is not missed.
            starved.set(true);
            credit = room();
        }
        return credit;
    }

    private long room() {
        if (channel.isClosing()) {
            return 0;
        }
        return Math.max(0, Math.min(channel.getRemoteWindow().getSize(), MOST_UNWRITTEN - unwritten.get()));
    }

    @Override
    public ByteBuffer allocate(int size) {
        memory = session.pool().take(size + DATA_HEADER);
        packet = session.prepareBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, new ByteArrayBuffer(memory, 0, 0));
        packet.putUInt(channel.getRecipient());
        packet.putUInt(size);
        payloadStart = packet.wpos();
        return ByteBuffer.wrap(packet.array(), payloadStart, size).slice();
    }

    @Override
    public void send(ByteBuffer payload) {
        int length = payload.position();
        Buffer sent = packet;
        byte[] used = memory;
        packet = null;
        memory = null;
        if (length == 0) {
            session.pool().giveBack(used);
            return;
        }
        sent.wpos(payloadStart - Integer.BYTES);
        sent.putUInt(length);
        sent.wpos(payloadStart + length);
        channel.getRemoteWindow().consume(length);
        unwritten.addAndGet(length);
        channel.sent(length);
        if (!holding) {
            holding = true;
            session.connection().hold();
        }
        try {
            IoWriteFuture written = channel.writePacket(sent);
            written.addListener(done -> {
                session.pool().giveBack(used);
                unwritten.addAndGet(-length);
                roomMayHaveGrown();
            });
        } catch (IOException broken) {
            LOG.debug("write failed, the connection ends", broken);
            channel.getSession().exceptionCaught(broken);
        }
    }

    void roomMayHaveGrown() {
        Subsystem served = subsystem;
        if (served != null && starved.compareAndSet(true, false)) {
            served.writable();
        }
    }

    @Override
    public void consumed(int bytes) {
        try {
            if (channel.getLocalWindow().isOpen()) {
                channel.getLocalWindow().release(bytes);
            }
        } catch (IOException broken) {
            channel.getSession().exceptionCaught(broken);
        }
    }

    @Override
    public void flush() {
        if (holding) {
            holding = false;
            session.connection().release();
        }
    }

    @Override
    public void close(int exitStatus) {
        flush();
        try {
            channel.finish(exitStatus);
        } catch (IOException broken) {
            channel.getSession().exceptionCaught(broken);
        }
    }

    @Override
    public void disconnect(String reason) {
        try {
            channel.getSession().disconnect(SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR, reason);
        } catch (IOException broken) {
            channel.getSession().exceptionCaught(broken);
        }
    }
}
