/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.reply;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.sftp.internal.codec.ReplyBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replies on their way to the channel, cut into packets that are full as long as there is more to send: a 32 KiB DATA reply
 * is 13 bytes longer than a packet, and packets of 13 bytes would cost as much as those of 32 KiB. Whoever adds a reply
 * while another thread sends leaves the sending to it; no lock is held meanwhile.
 */
public final class ReplyQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyQueue.class);

    private final SubsystemChannel channel;
    private final ReplyPool pool;
    private final Queue<ReplyBuffer> replies = new ConcurrentLinkedQueue<>();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean corked;
    private volatile boolean closed;

    /** Null as long as nobody looks. */
    private volatile PacketTap tap;

    private ReplyBuffer current;
    private ByteBuffer currentBytes;

    public ReplyQueue(SubsystemChannel channel, ReplyPool pool) {
        this.channel = channel;
        this.pool = pool;
    }

    /** From now on somebody sees each reply as it begins to be sent, or nobody any more. */
    public void tap(Optional<PacketTap> newTap) {
        tap = newTap.orElse(null);
    }

    /** Bytes added and not sent yet. */
    public long unsent() {
        return unsent.get();
    }

    /** Adds a finished reply; {@link #drain} sends it. */
    public void add(ReplyBuffer reply) {
        int length = reply.length();
        replies.add(reply);
        unsent.addAndGet(length);
    }

    /** More replies will come at once: until {@link #uncork} only full packets are sent. */
    public void cork() {
        corked = true;
    }

    public void uncork() {
        corked = false;
    }

    /** Sends as much as the client has room for, unless another thread is doing so already. */
    public void drain() {
        if (turn.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            sendOrGiveUp();
            seen = turn.addAndGet(-seen);
        } while (seen != 0);
    }

    /** A channel that fails is as good as closed; that it is, the transport finds out by itself. */
    private void sendOrGiveUp() {
        try {
            send();
        } catch (RuntimeException broken) {
            LOG.debug("the channel takes no more", broken);
            closed = true;
            forget();
        }
    }

    private void send() {
        boolean sent = false;
        while (true) {
            if (closed) {
                forget();
                return;
            }
            long available = unsent.get();
            int size = (int) Math.min(available, Math.min(channel.maxPacket(), channel.credit()));
            if (size <= 0 || corked && available < channel.maxPacket()) {
                break;
            }
            ByteBuffer packet = channel.allocate(size);
            fill(packet, size);
            channel.send(packet);
            unsent.addAndGet(-size);
            sent = true;
        }
        if (sent) {
            channel.flush();
        }
    }

    private void fill(ByteBuffer packet, int size) {
        int room = size;
        while (room > 0) {
            if (current == null) {
                current = replies.remove();
                currentBytes = current.finish();
                PacketTap seeing = tap;
                if (seeing != null) {
                    seeing.reply(currentBytes.slice(
                            currentBytes.position() + Integer.BYTES, currentBytes.remaining() - Integer.BYTES));
                }
            }
            int count = Math.min(room, currentBytes.remaining());
            packet.put(currentBytes.slice(currentBytes.position(), count));
            currentBytes.position(currentBytes.position() + count);
            room -= count;
            if (!currentBytes.hasRemaining()) {
                pool.giveBack(current);
                current = null;
            }
        }
    }

    /** Nothing can be sent any more; what waits is given up. */
    public void close() {
        closed = true;
        drain();
    }

    private void forget() {
        if (current != null) {
            pool.giveBack(current);
            current = null;
        }
        for (ReplyBuffer reply = replies.poll(); reply != null; reply = replies.poll()) {
            unsent.addAndGet(-reply.length());
            pool.giveBack(reply);
        }
        unsent.set(0);
    }
}
