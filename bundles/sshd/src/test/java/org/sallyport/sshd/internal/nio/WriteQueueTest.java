/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WriteQueueTest {

    /** A socket that takes as much as it is told to: real ones cannot be made to stop at a certain byte. */
    private static final class FakeSocket implements GatheringByteChannel {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private int room = Integer.MAX_VALUE;
        private int calls;
        private IOException failure;

        @Override
        public synchronized long write(ByteBuffer[] sources, int offset, int length) throws IOException {
            if (failure != null) {
                throw failure;
            }
            calls++;
            long count = 0;
            for (int i = offset; i < offset + length; i++) {
                while (sources[i].hasRemaining() && room > 0) {
                    taken.write(sources[i].get());
                    room--;
                    count++;
                }
            }
            return count;
        }

        @Override
        public long write(ByteBuffer[] sources) throws IOException {
            return write(sources, 0, sources.length);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return (int) write(new ByteBuffer[] {source});
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    /** What the queue tells. */
    private static final class Told implements WriteQueue.Events {

        private int blocked;
        private IOException broken;

        @Override
        public void blocked() {
            blocked++;
        }

        @Override
        public void drained() {
            // what a session makes of it is seen in NioSessionTest
        }

        @Override
        public void broken(IOException why) {
            broken = why;
        }
    }

    private final FakeSocket socket = new FakeSocket();
    private final Told told = new Told();
    private final WriteQueue queue = new WriteQueue(socket, told);

    private static WriteFuture packet(String content) {
        return new WriteFuture(ByteBuffer.wrap(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void whatIsGatheredGoesOutWithOneCallInOrder() {
        List<WriteFuture> packets = List.of(packet("one "), packet("two "), packet("three"));
        packets.forEach(queue::add);
        assertThat(queue.pending()).isEqualTo(13);
        queue.flush();
        assertThat(socket.taken).hasToString("one two three");
        assertThat(socket.calls).isEqualTo(1);
        assertThat(packets).allMatch(WriteFuture::isWritten);
        assertThat(queue.pending()).isZero();
    }

    @Test
    void goesOnInTheMiddleOfAPacketWhenThereIsRoomAgain() {
        socket.room = 6;
        WriteFuture first = packet("first");
        WriteFuture second = packet("second");
        queue.add(first);
        queue.add(second);
        queue.flush();
        assertThat(told.blocked).isEqualTo(1);
        assertThat(first.isWritten()).isTrue();
        assertThat(second.isDone()).isFalse();
        queue.flush();
        assertThat(socket.calls).as("nobody tries before there is room").isEqualTo(1);
        socket.room = 100;
        queue.writable();
        assertThat(socket.taken).hasToString("firstsecond");
        assertThat(second.isWritten()).isTrue();
    }

    @Test
    void everythingFailsWithTheSocket() {
        WriteFuture before = packet("before");
        queue.add(before);
        socket.failure = new IOException("reset");
        queue.flush();
        assertThat(told.broken).hasMessage("reset");
        assertThat(before.getException()).hasMessage("reset");
        WriteFuture after = packet("after");
        queue.add(after);
        assertThat(after.getException()).hasMessage("reset");
        assertThat(queue.pending()).isZero();
    }

    @Test
    void aListenerThatWritesMoreIsServedByTheSameFlush() {
        WriteFuture first = packet("a");
        WriteFuture second = packet("b");
        first.addListener(written -> {
            queue.add(second);
            queue.flush();
        });
        queue.add(first);
        queue.flush();
        assertThat(socket.taken).hasToString("ab");
        assertThat(second.isWritten()).isTrue();
    }

    @Test
    void writersOnManyThreadsLoseNothing() throws Exception {
        int threads = 4;
        int each = 5000;
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(writers.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        queue.add(packet("x"));
                        queue.flush();
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            writers.shutdownNow();
        }
        assertThat(socket.taken.size()).isEqualTo(threads * each);
        assertThat(queue.pending()).isZero();
    }
}
