/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.reply;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.sallyport.sftp.internal.codec.ReplyBuffer;

/** Holds back replies that must not overtake earlier ones of the same row (quirk {@code response-order}). */
public final class ReplyOrder {

    private final ReplyQueue queue;
    private final Map<Object, Deque<Ticket>> rows = new HashMap<>();
    private long held;

    /** The place of one reply in its row. */
    public static final class Ticket {

        /** For a reply that may overtake all others. */
        public static final Ticket FREE = new Ticket(null);

        private final Object row;
        private ReplyBuffer reply;

        private Ticket(Object row) {
            this.row = row;
        }
    }

    public ReplyOrder(ReplyQueue queue) {
        this.queue = queue;
    }

    /** Takes the next place in a row; to be called in the order of arrival. */
    public synchronized Ticket enter(Object row) {
        Ticket ticket = new Ticket(row);
        rows.computeIfAbsent(row, key -> new ArrayDeque<>()).addLast(ticket);
        return ticket;
    }

    /** Hands over the reply for a place; it is queued once those before it are. */
    public void answer(Ticket ticket, ReplyBuffer reply) {
        if (ticket.row == null) {
            queue.add(reply);
            return;
        }
        synchronized (this) {
            ticket.reply = reply;
            held += reply.length();
            Deque<Ticket> row = rows.get(ticket.row);
            while (!row.isEmpty() && row.getFirst().reply != null) {
                ReplyBuffer next = row.removeFirst().reply;
                held -= next.length();
                queue.add(next);
            }
            if (row.isEmpty()) {
                rows.remove(ticket.row);
            }
        }
    }

    /** Whether no earlier reply of the row is outstanding. */
    public synchronized boolean isNext(Ticket ticket) {
        return ticket.row == null || rows.get(ticket.row).getFirst() == ticket;
    }

    /** Bytes of replies that wait for earlier ones. */
    public synchronized long held() {
        return held;
    }
}
