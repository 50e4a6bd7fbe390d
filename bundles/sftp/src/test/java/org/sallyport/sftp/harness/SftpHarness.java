/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.sftp.internal.engine.Generation;
import org.sallyport.sftp.internal.engine.SftpSubsystem;
import org.sallyport.sftp.internal.engine.TreeOpener;
import org.sallyport.sftp.internal.engine.schedule.Limits;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/**
 * A session of the engine with a client of our own on a channel that is none: requests go in as bytes, replies are read back from
 * the packets.
 */
public final class SftpHarness implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final FakeQuirks quirks = new FakeQuirks();
    private final Generation generation;
    private final boolean ownGeneration;
    private final MemoryTree tree = new MemoryTree(quirks);
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Deque<Reply> arrived = new ArrayDeque<>();
    private String banner = "Tester_1.0";
    private long credit = Long.MAX_VALUE / 2;
    private FakeSession session;
    private FakeChannel channel;
    private SftpSubsystem subsystem;
    private int nextId = 100;
    private int version;
    private final TreeOpener ownTree = context -> tree;
    private TreeOpener opener = ownTree;
    private boolean closed;

    public SftpHarness() {
        generation = new Generation(Workers.forThisRuntime());
        ownGeneration = true;
    }

    /** Another session beside those of a generation. */
    public SftpHarness(Generation shared) {
        generation = shared;
        ownGeneration = false;
    }

    public FakeQuirks quirks() {
        return quirks;
    }

    public MemoryTree tree() {
        return tree;
    }

    public FakeChannel channel() {
        return channel;
    }

    public FakeSession session() {
        return session;
    }

    public SftpSubsystem subsystem() {
        return subsystem;
    }

    public Generation generation() {
        return generation;
    }

    public SftpHarness banner(String clientBanner) {
        banner = clientBanner;
        return this;
    }

    /** What the server may send before the client reads. */
    public SftpHarness credit(long bytes) {
        credit = bytes;
        return this;
    }

    /** The session has no files. */
    public SftpHarness withoutTree(FileTreeException failure) {
        return over(context -> {
            throw failure;
        });
    }

    /** The session has files of somebody else's. */
    public SftpHarness over(TreeOpener other) {
        opener = other;
        return this;
    }

    /** Connects, without INIT. */
    public SftpHarness connect() {
        session = new FakeSession(banner, quirks);
        channel = new FakeChannel(credit);
        subsystem = new SftpSubsystem(channel, session, generation, opener, Limits.DEFAULT);
        channel.attach(subsystem);
        return this;
    }

    /** Connects and negotiates; the switches have to allow the version. */
    public SftpHarness start(int asked) {
        connect();
        Reply reply = init(asked);
        version = reply.id();
        return this;
    }

    /** Sends INIT; the reply's id is the version. */
    public Reply init(int asked) {
        raw(Packet.raw(1).u32(asked).toBytes());
        return next();
    }

    public int version() {
        return version;
    }

    public int newId() {
        return nextId++;
    }

    /** Sends bytes as one piece. */
    public void raw(byte[] bytes) {
        subsystem.received(ByteBuffer.wrap(bytes));
    }

    public void send(Packet packet) {
        raw(packet.toBytes());
    }

    /** Sends several requests as one piece. */
    public void sendTogether(List<Packet> packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.forEach(packet -> all.writeBytes(packet.toBytes()));
        raw(all.toByteArray());
    }

    /** Sends a request and waits for the next reply, which has to be its own. */
    public Reply ask(Packet packet) {
        byte[] bytes = packet.toBytes();
        int id = ByteBuffer.wrap(bytes).getInt(5);
        raw(bytes);
        return reply(id);
    }

    /** The next reply. */
    public Reply next() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (arrived.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no reply; " + subsystem.info() + ", " + channel.disconnectReason());
            }
            pull(deadline);
        }
        return arrived.removeFirst();
    }

    /** The reply with an id, whatever comes before it. */
    public Reply reply(int id) {
        List<Reply> others = new ArrayList<>();
        Reply reply = next();
        while (reply.id() != id) {
            others.add(reply);
            reply = next();
        }
        for (int i = others.size() - 1; i >= 0; i--) {
            arrived.addFirst(others.get(i));
        }
        return reply;
    }

    /** Ids of all replies that are there now, in the order in which they came. */
    public List<Integer> idsSoFar() {
        pull(System.nanoTime());
        return arrived.stream().map(Reply::id).toList();
    }

    /** The next replies; fewer if the connection is to end. */
    public List<Reply> take(int expected) {
        await("replies", () -> {
            boolean ended = hasEnded();
            pull(System.nanoTime());
            return ended || arrived.size() >= expected;
        });
        List<Reply> all = List.copyOf(arrived);
        arrived.clear();
        return all;
    }

    /** Whether the server has ended the channel or the connection. */
    public boolean hasEnded() {
        return channel.disconnectReason() != null || channel.exitStatus() != null;
    }

    private void pull(long deadline) {
        byte[] bytes;
        try {
            bytes = channel.take(deadline);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        partial.writeBytes(bytes);
        ByteBuffer in = ByteBuffer.wrap(partial.toByteArray());
        while (in.remaining() >= 4 && in.remaining() - 4 >= in.getInt(in.position())) {
            byte[] packet = new byte[in.getInt()];
            in.get(packet);
            arrived.addLast(Reply.parse(packet));
        }
        partial.reset();
        partial.write(in.array(), in.position(), in.remaining());
    }

    /** Waits for something that another thread does. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("in vain: " + what + "; " + subsystem.info());
            }
            try {
                Thread.sleep(1);
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }
    }

    /** The connection is gone. */
    public void disconnect() {
        if (!closed) {
            closed = true;
            subsystem.closed();
        }
    }

    /** Ends the session and sees to it that nothing is left of it. */
    @Override
    public void close() {
        tree.gates().releaseAll();
        disconnect();
        await("the session's end", () -> ownGeneration ? generation.sessions() == 0 : tree.isClosed());
        if (opener == ownTree && (!tree.isClosed() || tree.open() != 0)) {
            throw new AssertionError(tree.open() + " files were left open");
        }
        if (ownGeneration) {
            generation.retire();
        }
    }
}
