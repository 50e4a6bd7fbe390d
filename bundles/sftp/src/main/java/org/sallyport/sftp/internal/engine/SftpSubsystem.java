/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionContext;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.sftp.internal.codec.PacketFramer;
import org.sallyport.sftp.internal.codec.ProtocolException;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.reply.ReplyOrder;
import org.sallyport.sftp.internal.engine.reply.ReplyQueue;
import org.sallyport.sftp.internal.engine.request.RequestWork;
import org.sallyport.sftp.internal.engine.schedule.Limits;
import org.sallyport.sftp.internal.engine.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One SFTP session on one channel. Bytes become packets and packets are taken by the {@link Conversation}, by one thread at a
 * time: whichever brings bytes or makes room for more. The others leave it their news and go.
 *
 * <p>As long as there is no room, for requests or for replies, bytes stay bytes and the client gets no credit for them.
 */
public final class SftpSubsystem implements Subsystem, Scheduler.Session {

    private static final Logger LOG = LoggerFactory.getLogger(SftpSubsystem.class);

    /** How long an I/O thread, which serves other sessions too, goes on with what this one has sent. */
    private static final long IO_THREAD_NANOS = 2_000_000;

    /** After so many requests their replies leave, although more will come: the client works on them meanwhile. */
    private static final int MOST_GATHERED = 32;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SubsystemChannel channel;
    private final Generation generation;
    private final Limits limits;
    private final ReplyQueue replies;
    private final ReplyOrder replyOrder;
    private final Scheduler scheduler;
    private final Conversation conversation;
    private final PacketFramer framer = new PacketFramer();
    private final PacketFramer.Sink packets = this::packet;
    private final Backlog backlog = new Backlog();

    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicInteger credit = new AtomicInteger();
    private final AtomicLong requests = new AtomicLong();
    private volatile boolean inputEnded;
    private volatile boolean gone;

    /** The fields from here on belong to the thread whose turn it is. */
    private ByteBuffer chunk = NOTHING;

    /** Null as long as nobody looks. */
    private volatile PacketTap tap;

    private boolean refused;
    private boolean closing;
    private boolean cleaning;
    private boolean ended;

    /** Begins a session; the tree is opened on a worker meanwhile. */
    public SftpSubsystem(
            SubsystemChannel channel, SessionContext context, Generation generation, TreeOpener opener, Limits limits) {
        this.channel = channel;
        this.generation = generation;
        this.limits = limits;
        this.replies = new ReplyQueue(channel, generation.pool());
        this.replyOrder = new ReplyOrder(replies);
        this.scheduler = new Scheduler(this, generation.workers(), limits);
        this.conversation = new Conversation(context, generation, scheduler, replyOrder);
        generation.sessionBegins();
        generation.workers().execute(() -> {
            conversation.tree().open(opener, context);
            progressed();
        });
    }

    @Override
    public void received(ByteBuffer data) {
        if (!turn.compareAndSet(0, 1)) {
            backlog.add(data);
            takeTurn(ioDeadline());
            return;
        }
        long deadline = ioDeadline();
        conversation.reports().reads();
        try {
            if (!hasInput()) {
                read(data, deadline);
            }
            backlog.add(data);
            goOn(1, deadline);
        } finally {
            conversation.reports().hasRead();
        }
    }

    @Override
    public void writable() {
        replies.drain();
        takeTurn(ioDeadline());
    }

    @Override
    public void endOfInput() {
        inputEnded = true;
        takeTurn(ioDeadline());
    }

    @Override
    public void closed() {
        gone = true;
        takeTurn(ioDeadline());
    }

    @Override
    public void progressed() {
        replies.drain();
        takeTurn(Long.MAX_VALUE);
    }

    @Override
    public void handsOver() {
        conversation.reports().catchUp();
    }

    @Override
    public long unsentBytes() {
        return replies.unsent();
    }

    @Override
    public long heldBytes() {
        return replyOrder.held();
    }

    @Override
    public void credit(int bytes) {
        credit.addAndGet(bytes);
    }

    @Override
    public void tap(Optional<PacketTap> newTap) {
        tap = newTap.orElse(null);
        replies.tap(newTap);
    }

    @Override
    public SessionInfo.ChannelInfo info() {
        List<SessionInfo.OpenFileInfo> open =
                conversation.openHandles().stream().map(Handle::info).toList();
        return new SessionInfo.ChannelInfo(
                conversation.version(), requests.get(), scheduler.pending(), open, conversation.traits());
    }

    private static long ioDeadline() {
        return System.nanoTime() + IO_THREAD_NANOS;
    }

    private void takeTurn(long deadline) {
        if (turn.getAndIncrement() == 0) {
            goOn(1, deadline);
        }
    }

    /** Does what there is to do until there are no more news; a worker goes on when the time is up. */
    private void goOn(int news, long deadline) {
        int seen = news;
        do {
            do {
                while (readOn(deadline)) {
                    if (isTimeUp(deadline)) {
                        int left = seen;
                        generation.workers().execute(() -> goOn(left, Long.MAX_VALUE));
                        return;
                    }
                    settle();
                }
                settle();
            } while (!isPaused() && hasInput());
            moveOn();
            seen = turn.addAndGet(-seen);
        } while (seen != 0);
    }

    private static boolean isTimeUp(long deadline) {
        return deadline != Long.MAX_VALUE && System.nanoTime() - deadline > 0;
    }

    private boolean hasInput() {
        return chunk.hasRemaining() || !backlog.isEmpty();
    }

    /** @return whether something was read */
    private boolean readOn(long deadline) {
        if (isPaused()) {
            return false;
        }
        if (!chunk.hasRemaining()) {
            ByteBuffer next = backlog.poll();
            chunk = next == null ? NOTHING : next;
        }
        if (!chunk.hasRemaining()) {
            return false;
        }
        read(chunk, deadline);
        return true;
    }

    /** Reads packets while there is time, and room for what they ask for. */
    private void read(ByteBuffer data, long deadline) {
        replies.cork();
        try {
            int gathered = 0;
            boolean complete = true;
            while (complete && !isPaused() && !isTimeUp(deadline)) {
                int before = data.remaining();
                complete = framer.next(data, packets);
                credit.addAndGet(before - data.remaining());
                gathered++;
                if (replies.unsent() >= channel.maxPacket()) {
                    replies.drain();
                } else if (gathered >= MOST_GATHERED) {
                    replies.uncork();
                    replies.drain();
                    replies.cork();
                    gathered = 0;
                }
            }
        } catch (ProtocolException fatal) {
            refused = true;
            closing = true;
            channel.disconnect("SFTP: " + fatal.getMessage());
        }
    }

    private void packet(ByteBuffer packet, boolean owned) throws ProtocolException {
        requests.incrementAndGet();
        PacketTap seeing = tap;
        if (seeing != null) {
            seeing.request(packet.duplicate());
        }
        // All bytes read are credited but those of a request, for which the scheduler gives credit when they are done
        // with.
        credit.addAndGet(-packet.remaining());
        try {
            refused |= !conversation.take(packet, owned);
        } catch (RuntimeException | Error bug) {
            // The thread whose turn it is must not lose it, or the session would never end.
            LOG.warn("a request could not be planned: {}", RequestWork.trace(bug));
            throw ProtocolException.fatal("internal error");
        }
    }

    private boolean isPaused() {
        return refused
                || gone
                || conversation.mustWait()
                || replies.unsent() + replyOrder.held() >= limits.output()
                || scheduler.isFull();
    }

    /** Sends what is ready, and lets run and come what there is room for then. */
    private void settle() {
        replies.uncork();
        replies.drain();
        conversation.reports().catchUp();
        scheduler.dispatch();
        int bytes = credit.getAndSet(0);
        if (bytes <= 0) {
            credit.addAndGet(bytes);
        } else if (!gone) {
            channel.consumed(bytes);
        }
    }

    private void moveOn() {
        if (gone) {
            cleanUp();
        } else if (!closing && isAllRead() && isAllAnswered()) {
            closing = true;
            channel.close(refused ? 1 : 0);
        }
    }

    private boolean isAllRead() {
        return refused || inputEnded && !hasInput();
    }

    private boolean isAllAnswered() {
        return scheduler.pending() == 0 && replies.unsent() + replyOrder.held() == 0;
    }

    private void cleanUp() {
        if (!cleaning) {
            cleaning = true;
            chunk = NOTHING;
            backlog.clear();
            replies.close();
            scheduler.close();
            conversation.abandonAll();
        }
        if (!ended && conversation.tree().isSettled() && scheduler.pending() == 0) {
            ended = true;
            generation.workers().execute(() -> {
                conversation.tree().close();
                generation.sessionEnded();
            });
        }
    }
}
