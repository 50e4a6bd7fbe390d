/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged requests against the real server: as many replies as requests, or the end. {@code -Dfuzz.seed} and {@code -Dfuzz.rounds} choose
 * others than the usual ones.
 */
class HostileFuzzIT extends HostileIT {

    private static final long SEED = Long.getLong("fuzz.seed", 20261126);
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 400);
    private static final int TOGETHER = 20;
    private static final int LAST = 0x7a7a7a7a;

    HostileFuzzIT(Server server) {
        super(server);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void damagedRequestsAreAnsweredOnceOrEndTheSession(int version, TestReporter reporter) throws IOException {
        reporter.publishEntry("fuzz.seed", Long.toString(SEED));
        SplittableRandom random = new SplittableRandom(SEED + version);
        int done = 0;
        while (done < ROUNDS) {
            try (RawSftp sftp = RawSftp.login(server).openChannel()) {
                done += session(sftp, version, random, ROUNDS - done);
            }
        }
    }

    private static int session(RawSftp sftp, int version, SplittableRandom random, int most) throws IOException {
        assertThat(sftp.ask(SftpPacket.init(version)).id()).isEqualTo(version);
        byte[] handle = sftp.ask(open(version, 1, "hostile/fuzz")).handle();
        byte[] directory =
                sftp.ask(SftpPacket.of(SftpPacket.OPENDIR, 2).text("/")).handle();
        List<byte[]> corpus = corpus(version, handle, directory).stream()
                .map(SftpPacket::bytes)
                .toList();
        for (int round = 1; round <= most; round++) {
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            for (int i = 0; i < TOGETHER; i++) {
                batch.writeBytes(damaged(corpus, random));
            }
            batch.writeBytes(SftpPacket.of(SftpPacket.REALPATH, LAST).text(".").bytes());
            if (!exchange(sftp, batch.toByteArray())) {
                return round;
            }
        }
        return most;
    }

    /** @return whether the session goes on */
    private static boolean exchange(RawSftp sftp, byte[] batch) {
        try {
            sftp.sendBytes(batch);
        } catch (IOException ended) {
            return false;
        }
        boolean lastSeen = false;
        for (int i = 0; i <= TOGETHER; i++) {
            Optional<RawSftp.Reply> reply = sftp.poll();
            if (reply.isEmpty()) {
                return false;
            }
            lastSeen |= reply.get().id() == LAST;
            if (reply.get().type() == SftpPacket.STATUS) {
                assertThat(reply.get().message()).as(() -> "seed " + SEED).isNotEqualTo("Internal error");
            }
        }
        assertThat(lastSeen)
                .as(() -> "as many replies as requests, seed " + SEED)
                .isTrue();
        return true;
    }

    private static SftpPacket open(int version, int id, String path) {
        SftpPacket open = SftpPacket.of(SftpPacket.OPEN, id).text(path);
        return switch (version) {
            case 3 -> open.u32(0x1b).u32(0);
            case 4 -> open.u32(0x1b).u32(0).u8(1);
            default -> open.u32(3).u32(3).u32(0).u8(1);
        };
    }

    /** Nothing that copies or hashes: with a damaged length that could go on for as long as the disk is large. */
    private static List<SftpPacket> corpus(int version, byte[] handle, byte[] directory) {
        return List.of(
                open(version, 3, "hostile/fuzz"),
                SftpPacket.read(4, handle, 0, 100),
                SftpPacket.write(5, handle, 0, new byte[50]),
                SftpPacket.of(7, 6).text("hostile/fuzz").u32(0x8000fffdL),
                SftpPacket.of(8, 7).string(handle).u32(0x8000fffdL),
                times(version, SftpPacket.of(SftpPacket.SETSTAT, 8).text("hostile/fuzz")),
                times(version, SftpPacket.of(10, 9).string(handle)),
                SftpPacket.of(SftpPacket.OPENDIR, 10).text("."),
                SftpPacket.of(SftpPacket.READDIR, 11).string(directory),
                SftpPacket.of(13, 12).text("hostile/fuzz-removed"),
                SftpPacket.of(SftpPacket.MKDIR, 13)
                        .text("hostile/fuzz-made")
                        .u32(0)
                        .u8(1),
                SftpPacket.of(15, 14).text("hostile/fuzz-made"),
                SftpPacket.of(SftpPacket.REALPATH, 15)
                        .text("hostile/fuzz")
                        .u8(3)
                        .text(".."),
                SftpPacket.of(18, 16)
                        .text("hostile/fuzz-from")
                        .text("hostile/fuzz-to")
                        .u32(3),
                SftpPacket.of(19, 17).text("hostile/fuzz-link"),
                SftpPacket.of(20, 18).text("hostile/fuzz").text("hostile/fuzz-link"),
                SftpPacket.of(21, 19)
                        .text("hostile/fuzz-link6")
                        .text("hostile/fuzz")
                        .u8(1),
                SftpPacket.of(22, 20).string(handle).u64(0).u64(1).u32(0x40),
                extended(21, "posix-rename@openssh.com")
                        .text("hostile/fuzz-from")
                        .text("hostile/fuzz-to"),
                extended(22, "statvfs@openssh.com").text("."),
                extended(23, "fstatvfs@openssh.com").string(handle),
                extended(24, "hardlink@openssh.com").text("hostile/fuzz").text("hostile/fuzz-hard"),
                extended(25, "fsync@openssh.com").string(handle),
                extended(26, "limits@openssh.com"),
                extended(27, "expand-path@openssh.com").text("~/x"),
                extended(28, "users-groups-by-id@openssh.com")
                        .string(new byte[8])
                        .string(new byte[4]),
                extended(29, "space-available").text("."),
                extended(30, "vendor-id").text("v").text("p").text("1").u64(1),
                extended(31, "text-seek").string(handle).u64(0));
    }

    private static SftpPacket extended(int id, String name) {
        return SftpPacket.of(SftpPacket.EXTENDED, id).text(name);
    }

    private static SftpPacket times(int version, SftpPacket packet) {
        return version == 3
                ? packet.u32(0xc).u32(0644).u32(1).u32(2)
                : packet.u32(0x2c).u8(1).u32(0644).u64(1).u64(2);
    }

    private static byte[] damaged(List<byte[]> corpus, SplittableRandom random) {
        byte[] packet = corpus.get(random.nextInt(corpus.size())).clone();
        for (int times = random.nextInt(4); times > 0; times--) {
            switch (random.nextInt(3)) {
                case 0 -> packet[random.nextInt(4, packet.length)] ^= (byte) (1 << random.nextInt(8));
                case 1 -> packet = Arrays.copyOf(packet, random.nextInt(9, packet.length + 30));
                default -> packet[random.nextInt(4, packet.length)] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
            }
        }
        ByteBuffer.wrap(packet).putInt(0, packet.length - 4);
        return packet;
    }
}
