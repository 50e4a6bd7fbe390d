/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sshd.internal.nio.NioSession;

/** The way between MINA's channels and a subsystem, with MINA's client at the other end. */
class TransportTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MinaClient client = new MinaClient();
    private final AtomicInteger keysEstablished = new AtomicInteger();

    @BeforeEach
    void countKeys() {
        client.client().addSessionListener(new SessionListener() {
            @Override
            public void sessionEvent(Session session, Event event) {
                if (event == Event.KeyEstablished) {
                    keysEstablished.incrementAndGet();
                }
            }
        });
    }

    @AfterEach
    void stopClient() {
        client.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nagleIsAsConfigured(boolean noDelay) throws Exception {
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, connection) -> new Echo(channel),
                        Map.of("tcp-nodelay", Boolean.toString(noDelay)));
                ClientSession session = client.login(listener)) {
            assertThat(session.isAuthenticated()).isTrue();
            assertThat(listener.transports()).singleElement().satisfies(transport -> assertThat(
                            ((NioSession) transport).option(StandardSocketOptions.TCP_NODELAY))
                    .isEqualTo(noDelay));
        }
    }

    private static ChannelSubsystem open(ClientSession session, String name) throws IOException {
        ChannelSubsystem channel = session.createSubsystemChannel(name);
        channel.open().verify(LIMIT);
        return channel;
    }

    /** Sends numbers, as fast as there is credit, up to a length. */
    private static final class Source implements Subsystem {

        private final SubsystemChannel channel;
        private final long length;
        private final AtomicLong sent = new AtomicLong();

        Source(SubsystemChannel channel, long length) {
            this.channel = channel;
            this.length = length;
        }

        @Override
        public void received(ByteBuffer data) {
            channel.consumed(data.remaining());
            writable();
        }

        @Override
        public synchronized void writable() {
            while (sent.get() < length) {
                int size = (int) Math.min(Math.min(channel.maxPacket(), channel.credit()), length - sent.get());
                if (size < 8) {
                    channel.flush();
                    return;
                }
                size -= size % 8;
                ByteBuffer packet = channel.allocate(size);
                for (int i = 0; i < size; i += 8) {
                    packet.putLong((sent.get() + i) / 8);
                }
                sent.addAndGet(size);
                channel.send(packet);
            }
            channel.close(0);
        }

        @Override
        public void endOfInput() {
            // goes on sending
        }

        @Override
        public void closed() {
            // nothing to give back
        }

        @Override
        public SessionInfo.ChannelInfo info() {
            return new SessionInfo.ChannelInfo(3, 0, 0, List.of(), Set.of());
        }
    }

    private static Source one(AtomicReference<Source> place, Source source) {
        place.set(source);
        return source;
    }

    private static void expectNumbers(InputStream in, long length) throws IOException {
        byte[] block = new byte[64 << 10];
        long expected = 0;
        while (expected * 8 < length) {
            int count = in.readNBytes(block, 0, (int) Math.min(block.length, length - expected * 8));
            ByteBuffer numbers = ByteBuffer.wrap(block, 0, count);
            while (numbers.remaining() >= 8) {
                assertThat(numbers.getLong()).isEqualTo(expected++);
            }
            assertThat(count).isPositive();
        }
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void aClientThatReadsNothingIsSentNoMoreThanItsWindowAndThenAll() throws Exception {
        long length = 32L << 20;
        AtomicReference<Source> source = new AtomicReference<>();
        try (TestListener listener = new TestListener(
                        folder, (name, channel, session) -> one(source, new Source(channel, length)), Map.of());
                ClientSession session = client.login(listener)) {
            ChannelSubsystem channel = open(session, "source");
            OutputStream in = channel.getInvertedIn();
            in.write(1);
            in.flush();
            listener.await(
                    "the first bytes",
                    () -> source.get() != null && source.get().sent.get() > 0);
            long before = -1;
            while (before != source.get().sent.get()) {
                before = source.get().sent.get();
                TimeUnit.MILLISECONDS.sleep(300);
            }
            assertThat(before).isLessThanOrEqualTo(4L << 20);
            expectNumbers(channel.getInvertedOut(), length);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = BuiltinCiphers.class,
            names = {"aes128gcm", "aes256gcm", "cc20p1305_openssh", "aes128ctr"})
    void newKeysEvery256KibibytesLoseNothingInEitherDirection(BuiltinCiphers cipher) throws Exception {
        client.client().setCipherFactories(List.of(cipher));
        int rounds = 12 << 4;
        try (TestListener listener = new TestListener(
                        folder, (name, channel, session) -> new Echo(channel), Map.of("rekey-bytes", "256K"));
                ClientSession session = client.login(listener)) {
            exchange(open(session, "echo"), rounds, () -> {});
            assertThat(keysEstablished.get()).isGreaterThan(10);
        }
    }

    @Test
    void newKeysThatTheClientAsksForLoseNothing() throws Exception {
        try (TestListener listener = new TestListener(folder, (name, channel, session) -> new Echo(channel), Map.of());
                ClientSession session = client.login(listener)) {
            AtomicInteger round = new AtomicInteger();
            exchange(open(session, "echo"), 16 << 4, () -> {
                if (round.incrementAndGet() % 32 == 0) {
                    session.reExchangeKeys();
                }
            });
            assertThat(keysEstablished.get()).isGreaterThanOrEqualTo(8);
        }
    }

    @Test
    @Timeout(60)
    void newKeysAreAskedForAtOnceByAThreadThatGathersPackets() throws Exception {
        long length = 1 << 20;
        AtomicReference<Source> source = new AtomicReference<>();
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, session) -> one(source, new Source(channel, length)),
                        Map.of("rekey-bytes", "256K"));
                ClientSession session = client.login(listener)) {
            ChannelSubsystem channel = open(session, "source");
            listener.await("the subsystem", () -> source.get() != null);
            Thread worker = new Thread(() -> source.get().writable());
            worker.setDaemon(true);
            worker.start();
            expectNumbers(channel.getInvertedOut(), length);
            worker.join();
            assertThat(keysEstablished.get()).isGreaterThan(1);
        }
    }

    /** What may fail. */
    private interface Step {

        void run() throws IOException;
    }

    /** Sends blocks of 64 KiB and reads each of them back while the next is under way. */
    private static void exchange(ChannelSubsystem channel, int rounds, Step between) throws Exception {
        OutputStream out = channel.getInvertedIn();
        InputStream in = channel.getInvertedOut();
        byte[] block = new byte[64 << 10];
        byte[] back = new byte[block.length];
        for (int round = 0; round < rounds; round++) {
            ByteBuffer.wrap(block).putInt(round).putInt(block.length - 4, ~round);
            out.write(block);
            out.flush();
            between.run();
            assertThat(in.readNBytes(back, 0, back.length)).isEqualTo(back.length);
            assertThat(back).isEqualTo(block);
        }
        out.close();
    }

    @Test
    void aSubsystemThatIsNotThereIsRefusedAndTheConnectionGoesOn() throws Exception {
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, session) -> {
                            if (!name.equals("echo")) {
                                throw new SubsystemUnavailableException("not here");
                            }
                            return new Echo(channel);
                        },
                        Map.of());
                ClientSession session = client.login(listener)) {
            // MINA's client tells a refused subsystem by closing the channel.
            assertThat(open(session, "source").waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT))
                    .contains(ClientChannelEvent.CLOSED);
            exchange(open(session, "echo"), 3, () -> {});
        }
    }

    @Test
    void limitsHoldPerAddressAndForTheListenerAndChangesHoldForNewConnections() throws Exception {
        try (TestListener listener = new TestListener(
                        folder,
                        (name, channel, session) -> new Echo(channel),
                        Map.of("max-connections-per-address", "2"));
                ClientSession one = client.login(listener);
                ClientSession two = client.login(listener)) {
            assertThatThrownBy(() -> client.login(listener)).isInstanceOf(IOException.class);
            listener.apply(Map.of("max-connections-per-address", "3"));
            try (ClientSession three = client.login(listener)) {
                assertThat(three.isOpen()).isTrue();
            }
            listener.apply(Map.of("deny-addresses", "127.0.0.0/8"));
            assertThatThrownBy(() -> client.login(listener)).isInstanceOf(IOException.class);
            exchange(open(one, "echo"), 2, () -> {});
            exchange(open(two, "echo"), 2, () -> {});
            assertThat(listener.activities())
                    .anySatisfy(activity -> assertThat(activity.detail()).isEqualTo("address not admitted"));
        }
    }

    @Test
    void theDirectoryShowsAndEndsSessions() throws Exception {
        try (TestListener listener = new TestListener(folder, (name, channel, session) -> new Echo(channel), Map.of());
                ClientSession session = client.login(listener)) {
            exchange(open(session, "echo"), 2, () -> {});
            SessionInfo shown = listener.connections().sessions().get(0);
            assertThat(shown.user()).contains("ann");
            assertThat(shown.bytesIn()).isEqualTo(2 * (64 << 10));
            assertThat(shown.algorithms()).containsKeys("kex", "cipher-in", "cipher-out", "host-key");
            assertThat(shown.algorithms().get("kex")).doesNotContain("sha1");
            assertThat(listener.connections().end(shown.id(), "over")).isTrue();
            listener.await("the end", () -> !session.isOpen());
            assertThat(listener.connections().end("nobody", "over")).isFalse();
        }
    }

    @Test
    void aRetiredListenerGivesItsPortAwayAndItsSessionsGoOn() throws Exception {
        try (TestListener old = new TestListener(folder, (name, channel, session) -> new Echo(channel), Map.of());
                ClientSession session = client.login(old)) {
            int port = old.port();
            ChannelSubsystem channel = open(session, "echo");
            var timer = java.util.concurrent.Executors.newSingleThreadScheduledExecutor();
            try {
                old.listener().retire(timer, Duration.ofMinutes(5));
                try (java.net.ServerSocket taken =
                        new java.net.ServerSocket(port, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
                    assertThat(taken.isBound()).isTrue();
                    exchange(channel, 4, () -> {});
                }
            } finally {
                timer.shutdownNow();
            }
        }
    }
}
