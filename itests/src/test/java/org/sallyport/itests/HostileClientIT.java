/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed SFTP, and too much of it. */
class HostileClientIT extends HostileIT {

    private static final int READ = 0x1;
    private static final int READ_WRITE_CREATE = 0x1 | 0x2 | 0x8;
    private static final int BAD_MESSAGE = 5;
    private static final int FAILURE = 4;

    HostileClientIT(Server server) {
        super(server);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 263_169, 0x7fffffffL, 0x80000000L, 0xffffffffL})
    void aLengthThatCannotBeEndsTheConnection(long length) throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            sftp.sendBytes(ByteBuffer.allocate(64).putInt((int) length).array());
            assertThat(sftp.endsHere()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2})
    void aVersionThatNobodySpeaksEndsTheChannel(long version) throws IOException {
        try (RawSftp sftp = RawSftp.login(server).openChannel()) {
            sftp.send(SftpPacket.init(version));
            assertThat(sftp.endsHere()).isTrue();
        }
    }

    @Test
    void initIsTakenLateAndAgainButNotLeftOut() throws IOException {
        try (RawSftp sftp = RawSftp.login(server).openChannel()) {
            sftp.send(SftpPacket.init(99), SftpPacket.init(3));
            assertThat(sftp.next().id()).isEqualTo(6);
            assertThat(sftp.next().id()).isEqualTo(3);
            assertServes(sftp);
            sftp.send(SftpPacket.init(4));
            assertThat(sftp.next().id()).isEqualTo(4);
            assertServes(sftp);
        }
        try (RawSftp sftp = RawSftp.login(server).openChannel()) {
            sftp.send(SftpPacket.of(SftpPacket.STAT, 1).text("/"));
            assertThat(sftp.endsHere()).isTrue();
        }
    }

    @Test
    void aConnectionThatBreaksInMidPacketIsGivenUp() throws IOException {
        for (int cut = 1; cut < 60; cut += 7) {
            try (RawSftp sftp = RawSftp.start(server)) {
                byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/cut", READ_WRITE_CREATE))
                        .handle();
                byte[] packet = SftpPacket.write(2, handle, 0, new byte[40]).bytes();
                sftp.sendBytes(Arrays.copyOf(packet, Math.min(cut, packet.length - 1)));
                sftp.breakOff();
            }
        }
    }

    @Test
    void endOfInputInMidPacketEndsTheChannel() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            byte[] packet = SftpPacket.of(SftpPacket.STAT, 1).text("/").bytes();
            sftp.sendBytes(Arrays.copyOf(packet, packet.length - 1));
            sftp.endOfInput();
            assertThat(sftp.endsHere()).isTrue();
        }
    }

    @Test
    void handlesOfOtherSessionsAreNone() throws IOException {
        try (RawSftp owner = RawSftp.start(server);
                RawSftp thief = RawSftp.start(server)) {
            byte[] theirs = owner.ask(SftpPacket.open(1, "/hostile/theirs", READ_WRITE_CREATE))
                    .handle();
            for (byte[] handle : new byte[][] {theirs, new byte[0], new byte[4], new byte[256], new byte[100_000]}) {
                assertThat(thief.ask(SftpPacket.read(2, handle, 0, 10)).status())
                        .isEqualTo(FAILURE);
                assertThat(thief.ask(SftpPacket.write(3, handle, 0, new byte[3]))
                                .status())
                        .isEqualTo(FAILURE);
                assertThat(thief.ask(SftpPacket.of(SftpPacket.CLOSE, 4).string(handle))
                                .status())
                        .isEqualTo(FAILURE);
            }
            assertThat(owner.ask(SftpPacket.of(SftpPacket.CLOSE, 5).string(theirs))
                            .status())
                    .isZero();
        }
    }

    @Test
    void numbersThatOverflowAreRefusedAndTheDiskIsNotFilled() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/numbers", READ_WRITE_CREATE))
                    .handle();
            sftp.ask(SftpPacket.write(2, handle, 0, "content".getBytes(StandardCharsets.UTF_8)));
            long most = Long.MAX_VALUE;
            for (long offset : new long[] {-1, Long.MIN_VALUE}) {
                assertThat(sftp.ask(SftpPacket.read(3, handle, offset, 1)).status())
                        .isEqualTo(BAD_MESSAGE);
                assertThat(sftp.ask(SftpPacket.write(4, handle, offset, new byte[1]))
                                .status())
                        .isEqualTo(BAD_MESSAGE);
            }
            for (long offset : new long[] {most, most - 1, most - 7}) {
                assertThat(sftp.ask(SftpPacket.write(5, handle, offset, new byte[7]))
                                .status())
                        .isEqualTo(FAILURE);
                assertThat(sftp.ask(SftpPacket.read(6, handle, offset, 0xffffffffL))
                                .status())
                        .isEqualTo(1);
            }
            SftpPacket size = SftpPacket.of(SftpPacket.SETSTAT, 7)
                    .text("/hostile/numbers")
                    .u32(1)
                    .u64(most);
            assertThat(sftp.ask(size).status()).isEqualTo(FAILURE);
            assertThat(sftp.ask(SftpPacket.read(8, handle, 0, 0xffffffffL)).data())
                    .hasSize(7);
            SftpPacket copy = SftpPacket.of(SftpPacket.EXTENDED, 9)
                    .text("copy-data")
                    .string(handle)
                    .u64(0)
                    .u64(most)
                    .string(handle)
                    .u64(most);
            assertThat(sftp.ask(copy).status()).isEqualTo(FAILURE);
        }
    }

    @Test
    void pathsThatAreBombsAreRefused() throws IOException {
        byte[][] names = {
            "x".repeat(200_000).getBytes(StandardCharsets.UTF_8),
            "a/".repeat(10_000).getBytes(StandardCharsets.UTF_8),
            "x".repeat(300).getBytes(StandardCharsets.UTF_8),
            {'/', 'a', 0, 'b'}
        };
        try (RawSftp sftp = RawSftp.start(server)) {
            for (byte[] name : names) {
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.MKDIR, 1)
                                        .string(name)
                                        .u32(0))
                                .status())
                        .isEqualTo(FAILURE);
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.OPENDIR, 2).string(name))
                                .status())
                        .isIn(FAILURE, 2);
            }
            assertServes(sftp);
        }
    }

    /** They are taken for names in the fallback charset; an overlong dot is two letters, not a step upwards. */
    @Test
    void namesThatAreNotUtf8AreNames() throws IOException {
        byte[][] names = {
            {(byte) 0xc3, 0x28},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xc0, (byte) 0xae, (byte) 0xc0, (byte) 0xae}
        };
        try (RawSftp sftp = RawSftp.start(server)) {
            for (byte[] name : names) {
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.MKDIR, 1)
                                        .string(name)
                                        .u32(0))
                                .status())
                        .isZero();
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.RMDIR, 2).string(name))
                                .status())
                        .isZero();
            }
            assertServes(sftp);
        }
    }

    @Test
    void countsThatAreBombsAreRefused() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            for (long count : new long[] {0xffffffffL, 0x7fffffffL, 1 << 20}) {
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.SETSTAT, 1)
                                        .text("/")
                                        .u32(0x80000000L)
                                        .u32(count))
                                .status())
                        .isEqualTo(BAD_MESSAGE);
                assertThat(sftp.ask(SftpPacket.of(SftpPacket.STAT, 2).u32(count))
                                .status())
                        .isEqualTo(BAD_MESSAGE);
            }
            assertServes(sftp);
        }
    }

    @Test
    void aHundredThousandOpensEndAtTheBound() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            sftp.ask(SftpPacket.open(0, "/hostile/opened", READ_WRITE_CREATE));
            int handles = 1;
            for (int sent = 0; sent < 100_000; sent += 500) {
                sftp.send(IntStream.range(0, 500)
                        .mapToObj(i -> i % 2 == 0
                                ? SftpPacket.open(i, "/hostile/opened", READ)
                                : SftpPacket.of(SftpPacket.OPENDIR, i).text("/"))
                        .toList());
                for (int i = 0; i < 500; i++) {
                    handles += sftp.next().type() == SftpPacket.HANDLE ? 1 : 0;
                }
            }
            assertThat(handles).isEqualTo(1024);
            assertServes(sftp);
        }
    }

    @Test
    void tenThousandRequestsWithoutReadingCostBoundedMemory() throws Exception {
        int sessions = 6;
        List<RawSftp> greedy = new ArrayList<>();
        try {
            for (int s = 0; s < sessions; s++) {
                RawSftp sftp = RawSftp.start(server);
                greedy.add(sftp);
                byte[] handle = sftp.ask(SftpPacket.open(1, "/hostile/greedy", READ_WRITE_CREATE))
                        .handle();
                sftp.ask(SftpPacket.write(2, handle, 0, new byte[32 << 10]));
                List<SftpPacket> reads = new ArrayList<>();
                for (int i = 0; i < 10_000; i++) {
                    reads.add(SftpPacket.read(100 + i, handle, 0, 32 << 10));
                }
                sftp.send(reads);
            }
            assertThat(heapGrowth()).as("six times the bound of a session").isLessThan(sessions * (8L << 20));
            RawSftp one = greedy.get(0);
            for (int i = 0; i < 10_000; i++) {
                assertThat(one.next().data()).hasSize(32 << 10);
            }
        } finally {
            for (RawSftp sftp : greedy) {
                sftp.close();
            }
        }
    }

    @Test
    void listingsWithoutEndAreAnswered() throws IOException {
        try (RawSftp sftp = RawSftp.start(server)) {
            byte[] handle =
                    sftp.ask(SftpPacket.of(SftpPacket.OPENDIR, 1).text("/")).handle();
            sftp.send(IntStream.range(0, 5000)
                    .mapToObj(i -> SftpPacket.of(SftpPacket.READDIR, i).string(handle))
                    .toList());
            int ends = 0;
            for (int i = 0; i < 5000; i++) {
                ends += sftp.next().type() == SftpPacket.STATUS ? 1 : 0;
            }
            assertThat(ends).isBetween(4900, 4999);
        }
    }
}
