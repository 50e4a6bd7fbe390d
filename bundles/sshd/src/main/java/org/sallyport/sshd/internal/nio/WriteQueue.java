/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Packets on their way to a socket. They are written by whoever flushes, several with one call, by one thread at a time: a
 * second one leaves its own to the first and goes. Once the socket takes no more, nobody tries again until it is writable.
 */
final class WriteQueue {

    /** Packets and bytes for one call; the kernel takes no more at once than its buffer has room for. */
    private static final int MOST_PACKETS = 16;

    private static final int MOST_BYTES = 256 << 10;

    /** Told what becomes of the socket, by the thread that writes. */
    interface Events {

        /** It takes no more for now: {@link #writable} is to be called when it does. */
        void blocked();

        /** All that waited is written. */
        void drained();

        /** It will never take anything again. */
        void broken(IOException why);
    }

    private final GatheringByteChannel socket;
    private final Events events;
    private final Queue<WriteFuture> added = new ConcurrentLinkedQueue<>();
    private final AtomicLong pending = new AtomicLong();
    private final AtomicInteger turn = new AtomicInteger();
    private volatile boolean blocked;
    private volatile Throwable broken;

    /** The fields from here on belong to the thread whose turn it is. */
    private final Deque<WriteFuture> writing = new ArrayDeque<>();

    private final ByteBuffer[] gathered = new ByteBuffer[MOST_PACKETS];

    WriteQueue(GatheringByteChannel socket, Events events) {
        this.socket = socket;
        this.events = events;
    }

    /** Bytes added and not written. */
    long pending() {
        return pending.get();
    }

    void add(WriteFuture packet) {
        pending.addAndGet(packet.bytes().remaining());
        added.add(packet);
        if (broken != null) {
            flush();
        }
    }

    /** Writes what the socket takes; never blocks. */
    void flush() {
        if (turn.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            if (broken != null) {
                giveUp();
            } else if (!blocked) {
                writeAll();
            }
            seen = turn.addAndGet(-seen);
        } while (seen != 0);
    }

    /** The socket takes more. */
    void writable() {
        blocked = false;
        flush();
    }

    /** Nothing can be written any more; what waits fails. */
    void fail(Throwable why) {
        broken = why;
        flush();
    }

    private void writeAll() {
        try {
            for (int count = gather(); count > 0; count = gather()) {
                long asked = 0;
                for (int i = 0; i < count; i++) {
                    asked += gathered[i].remaining();
                }
                long written = count == 1 ? socket.write(gathered[0]) : socket.write(gathered, 0, count);
                pending.addAndGet(-written);
                complete();
                if (written < asked) {
                    blocked = true;
                    events.blocked();
                    return;
                }
            }
            events.drained();
        } catch (IOException failed) {
            broken = failed;
            giveUp();
            events.broken(failed);
        }
    }

    private int gather() {
        int count = 0;
        long bytes = 0;
        for (WriteFuture packet : writing) {
            gathered[count++] = packet.bytes();
            bytes += packet.bytes().remaining();
        }
        while (count < MOST_PACKETS && bytes < MOST_BYTES) {
            WriteFuture packet = added.poll();
            if (packet == null) {
                break;
            }
            writing.addLast(packet);
            gathered[count++] = packet.bytes();
            bytes += packet.bytes().remaining();
        }
        return count;
    }

    private void complete() {
        while (!writing.isEmpty() && !writing.getFirst().bytes().hasRemaining()) {
            writing.removeFirst().complete(null);
        }
        Arrays.fill(gathered, null);
    }

    private void giveUp() {
        for (WriteFuture packet = writing.poll(); packet != null; packet = writing.poll()) {
            packet.complete(broken);
        }
        for (WriteFuture packet = added.poll(); packet != null; packet = added.poll()) {
            packet.complete(broken);
        }
        pending.set(0);
    }
}
