/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.sftp.harness.Corpus;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/**
 * Damaged requests in any order, many at once: each is answered exactly once or ends the connection, nothing fails inside, nothing
 * is left. {@code -Dfuzz.seed} and {@code -Dfuzz.rounds} choose others.
 */
@Timeout(300)
class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20261126);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 600);
    private static final int MOST_TOGETHER = 20;
    private static final int[] INTERESTING = {
        0, 1, -1, 4, 5, 255, 256, 4096, 1 << 18, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
    };

    @ParameterizedTest
    @CsvSource({"3, true", "3, false", "4, true", "5, false", "6, true", "6, false"})
    void damagedRequestsAreAnsweredOnceOrEndTheConnection(int version, boolean prompt, TestReporter reporter) {
        reporter.publishEntry("fuzz.seed", Long.toString(SEED));
        SplittableRandom random = new SplittableRandom(SEED + version + (prompt ? 100 : 0));
        int done = 0;
        while (done < ROUNDS) {
            done += session(version, prompt, random, ROUNDS - done);
        }
    }

    /** One session, until it is ended or all rounds are done; how many were. */
    private static int session(int version, boolean prompt, SplittableRandom random, int most) {
        try (SftpHarness harness = new SftpHarness()) {
            if (prompt) {
                harness.tree().prompt();
            }
            harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, 6));
            harness.tree().file("f", "content").file("from", "x").directory("d");
            harness.start(version);
            byte[] file = harness.ask(Corpus.openForAll(version, 1, "f")).handle();
            byte[] directory = new Requests(harness).openedDirectory(".");
            List<byte[]> corpus = new ArrayList<>(Corpus.requests(version, 77, file, directory));
            corpus.add(Corpus.open(version, 77, "f").toBytes());
            corpus.add(Packet.of(11, 77).text("d").toBytes());
            corpus.add(Packet.of(4, 77).handle(file).toBytes());
            for (int round = 1; round <= most; round++) {
                List<byte[]> packets = new ArrayList<>();
                for (int i = random.nextInt(1, MOST_TOGETHER); i > 0; i--) {
                    packets.add(damage(corpus, random));
                }
                if (!exchange(harness, packets)) {
                    return round;
                }
            }
            return most;
        }
    }

    /** @return whether the session goes on */
    private static boolean exchange(SftpHarness harness, List<byte[]> packets) {
        byte[] all = new byte[packets.stream().mapToInt(packet -> packet.length).sum()];
        ByteBuffer out = ByteBuffer.wrap(all);
        packets.forEach(out::put);
        harness.raw(all);
        List<Reply> replies = harness.take(packets.size());
        for (Reply reply : replies) {
            if (reply.type() == Reply.STATUS) {
                assertThat(reply.message()).as(() -> "seed " + SEED).isNotEqualTo("Internal error");
            }
        }
        boolean ended = harness.channel().disconnectReason() != null
                || harness.channel().exitStatus() != null;
        if (ended) {
            assertThat(String.valueOf(harness.channel().disconnectReason()))
                    .as(() -> "seed " + SEED)
                    .doesNotContain("internal error");
            assertThat(replies.size()).isLessThanOrEqualTo(packets.size());
            return false;
        }
        assertThat(replies.size()).as(() -> "seed " + SEED).isEqualTo(packets.size());
        return true;
    }

    private static byte[] damage(List<byte[]> corpus, SplittableRandom random) {
        byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
        for (int times = random.nextInt(4); times > 0; times--) {
            packet = switch (random.nextInt(6)) {
                case 0 -> flipped(packet, random);
                case 1 -> withNumber(packet, random);
                case 2 -> cut(packet, random);
                case 3 -> longer(packet, random);
                case 4 -> spliced(packet, corpus.get(random.nextInt(corpus.size())), random);
                default -> ofType(packet, random.nextInt(256));
            };
        }
        // Mostly with the right length, or nothing behind the first packet would be looked at.
        ByteBuffer.wrap(packet).putInt(0, random.nextInt(2000) == 0 ? random.nextInt() : packet.length - 4);
        return packet;
    }

    private static byte[] flipped(byte[] packet, SplittableRandom random) {
        packet[random.nextInt(4, packet.length)] ^= (byte) (1 << random.nextInt(8));
        return packet;
    }

    private static byte[] withNumber(byte[] packet, SplittableRandom random) {
        if (packet.length >= 13) {
            ByteBuffer.wrap(packet)
                    .putInt(random.nextInt(9, packet.length - 3), INTERESTING[random.nextInt(INTERESTING.length)]);
        }
        return packet;
    }

    private static byte[] cut(byte[] packet, SplittableRandom random) {
        return Arrays.copyOf(packet, random.nextInt(9, packet.length + 1));
    }

    private static byte[] longer(byte[] packet, SplittableRandom random) {
        byte[] longer = Arrays.copyOf(packet, packet.length + random.nextInt(1, 64));
        for (int i = packet.length; i < longer.length; i++) {
            longer[i] = (byte) random.nextInt();
        }
        return longer;
    }

    private static byte[] spliced(byte[] packet, byte[] other, SplittableRandom random) {
        int head = random.nextInt(9, packet.length + 1);
        int tail = random.nextInt(9, other.length + 1);
        byte[] both = Arrays.copyOf(packet, head + other.length - tail);
        System.arraycopy(other, tail, both, head, other.length - tail);
        return both;
    }

    private static byte[] ofType(byte[] packet, int type) {
        packet[4] = (byte) type;
        return packet;
    }
}
