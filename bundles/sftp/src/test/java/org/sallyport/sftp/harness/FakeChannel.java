/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;

/** A channel that keeps what is sent, with a credit that the test controls. */
public final class FakeChannel implements SubsystemChannel {

    public static final int MAX_PACKET = 32 << 10;

    private final List<Integer> packetSizes = new ArrayList<>();
    private final ByteArrayOutputStream unread = new ByteArrayOutputStream();
    private long credit;
    private long consumed;
    private ByteBuffer allocated;
    private Integer exitStatus;
    private String disconnectReason;
    private volatile Subsystem subsystem;

    public FakeChannel(long credit) {
        this.credit = credit;
    }

    public void attach(Subsystem served) {
        subsystem = served;
    }

    /** Gives the server more credit, as a client does that has read. */
    public void grant(long bytes) {
        synchronized (this) {
            credit += bytes;
        }
        subsystem.writable();
    }

    @Override
    public int maxPacket() {
        return MAX_PACKET;
    }

    @Override
    public synchronized long credit() {
        return credit;
    }

    @Override
    public synchronized ByteBuffer allocate(int size) {
        if (allocated != null) {
            throw new IllegalStateException("two packets at once");
        }
        if (size < 1 || size > MAX_PACKET || size > credit) {
            throw new IllegalStateException("a packet of " + size + " bytes with a credit of " + credit);
        }
        allocated = ByteBuffer.allocate(size);
        return allocated;
    }

    @Override
    public synchronized void send(ByteBuffer packet) {
        if (packet != allocated || exitStatus != null) {
            throw new IllegalStateException("a packet that was not allocated, or after the end");
        }
        allocated = null;
        credit -= packet.position();
        packetSizes.add(packet.position());
        unread.write(packet.array(), 0, packet.position());
        notifyAll();
    }

    @Override
    public synchronized void consumed(int bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("credit of " + bytes);
        }
        consumed += bytes;
        notifyAll();
    }

    @Override
    public void flush() {
        // nothing is held back
    }

    @Override
    public synchronized void close(int status) {
        if (exitStatus != null) {
            throw new IllegalStateException("closed twice");
        }
        exitStatus = status;
        notifyAll();
    }

    @Override
    public synchronized void disconnect(String reason) {
        disconnectReason = reason;
        notifyAll();
    }

    /** What was sent and not taken yet; waits for some if there is none. */
    public synchronized byte[] take(long deadlineNanos) throws InterruptedException {
        while (unread.size() == 0 && System.nanoTime() < deadlineNanos) {
            wait(20);
        }
        byte[] bytes = unread.toByteArray();
        unread.reset();
        return bytes;
    }

    /** Sizes of all packets sent so far. */
    public synchronized List<Integer> packetSizes() {
        return List.copyOf(packetSizes);
    }

    public synchronized long sent() {
        return packetSizes.stream().mapToLong(Integer::longValue).sum();
    }

    /** Bytes for which the client was given new credit. */
    public synchronized long consumed() {
        return consumed;
    }

    public synchronized Integer exitStatus() {
        return exitStatus;
    }

    public synchronized String disconnectReason() {
        return disconnectReason;
    }
}
