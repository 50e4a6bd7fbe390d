/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.SshServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NioSessionTest {

    private static final int PACKET = 4096;

    /** More than a session lets wait before it reads nothing more. */
    private static final int PACKETS = 2 * (4 << 20) / PACKET;

    private final BlockingQueue<IoSession> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> received = new LinkedBlockingQueue<>();
    private final SelectorLoops loops = new SelectorLoops("test", 1);
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private NioAcceptor acceptor;
    private Socket client;
    private NioSession session;

    private final class Told implements IoHandler {

        @Override
        public void sessionCreated(IoSession created) {
            begun.add(created);
        }

        @Override
        public void sessionClosed(IoSession closed) {
            // nothing of it is kept here
        }

        @Override
        public void exceptionCaught(IoSession failed, Throwable why) {
            throw new AssertionError("in " + failed, why);
        }

        @Override
        public void messageReceived(IoSession from, Readable message) {
            received.add(message.available());
            ((InputBuffer) message)
                    .bytes()
                    .position(((InputBuffer) message).bytes().limit());
        }
    }

    @BeforeEach
    void connect() throws Exception {
        SshServer manager = SshServer.setUpDefaultServer();
        manager.setScheduledExecutorService(timer);
        acceptor = new NioAcceptor(manager, new Told(), loops);
        acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        InetSocketAddress address =
                (InetSocketAddress) acceptor.getBoundAddresses().iterator().next();
        client = new Socket(address.getAddress(), address.getPort());
        session = (NioSession) begun.poll(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        acceptor.close(true);
        loops.close();
        others.shutdownNow();
        timer.shutdownNow();
    }

    private void send(int value) throws Exception {
        client.getOutputStream().write(value);
        assertThat(received.poll(20, TimeUnit.SECONDS)).as("bytes read").isEqualTo(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stop) {
            throw new AssertionError(stop);
        }
    }

    /** What another thread writes while the loop finds that too much waits is no end of reading, though the socket never had to be waited for. */
    @Test
    void readsOnAfterAnotherThreadHasWrittenAllThatWaited() throws Exception {
        CountDownLatch noticed = new CountDownLatch(1);
        AtomicLong taken = new AtomicLong();
        session.hold();
        IoWriteFuture first = session.writeBuffer(new ByteArrayBuffer(new byte[PACKET]));
        first.addListener(written -> await(noticed));
        Future<?> writer = others.submit(session::flush);
        DataInputStream answers = new DataInputStream(client.getInputStream());
        answers.readFully(new byte[PACKET]); // so the writer's turn has begun, and it waits
        taken.set(PACKET);
        for (int i = 1; i < PACKETS; i++) {
            long end = (long) (i + 1) * PACKET;
            // The socket is empty again before more is written, so that it always takes all.
            session.writeBuffer(new ByteArrayBuffer(new byte[PACKET])).addListener(written -> {
                while (taken.get() < end) {
                    Thread.onSpinWait();
                }
            });
        }
        send(1);
        CountDownLatch done = new CountDownLatch(1);
        session.resumeRead(); // looks at the interest on the loop's thread, as after each reading
        loops.first().execute(done::countDown);
        await(done);
        noticed.countDown();
        while (taken.get() < (long) PACKETS * PACKET) {
            answers.readFully(new byte[PACKET]);
            taken.addAndGet(PACKET);
        }
        writer.get(20, TimeUnit.SECONDS);
        send(2);
    }
}
