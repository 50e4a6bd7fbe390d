/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.sftp.harness.Corpus;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;
import org.sallyport.sftp.internal.engine.schedule.Limits;

/**
 * What a client sends that means harm: each packet is answered once, or ends the connection. That nothing is left of the session, the
 * harness sees to in the end; a bug would show as an "internal error".
 */
@Timeout(120)
class HostileClientTest {

    private static final int BAD_MESSAGE = 5;
    private static final int HUNDRED_THOUSAND = 100_000;

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    private void start(int version) {
        harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, 6));
        harness.start(version);
    }

    private void assertServes() {
        assertThat(harness.ask(requests.stat(harness.newId(), ".")).type()).isEqualTo(Reply.ATTRS);
    }

    private void assertDisconnected(String reason) {
        harness.await("the end", () -> harness.channel().disconnectReason() != null);
        assertThat(harness.channel().disconnectReason()).contains(reason);
    }

    /** Sends packets, and expects each to be refused with one of the codes. */
    private void assertRefused(List<Packet> packets, Integer... codes) {
        harness.sendTogether(packets);
        List<Reply> replies = harness.take(packets.size());
        assertThat(replies).hasSameSizeAs(packets);
        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).isIn((Object[]) codes);
            assertThat(reply.message()).isNotEmpty().isNotEqualTo("Internal error");
        });
        assertServes();
    }

    // INIT

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void versionsThatNobodySpeaksEndTheChannelWithoutAWord(int version) {
        harness.connect();
        harness.raw(Packet.raw(1).u32(version).toBytes());
        harness.await("the end", () -> harness.channel().exitStatus() != null);
        assertThat(harness.channel().exitStatus()).isEqualTo(1);
        assertThat(harness.channel().sent()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"99", "2147483647", "2147483648", "4294967295"})
    void versionsToComeAreAnsweredWithOurs(long version) {
        harness.connect();
        assertThat(harness.init((int) version).id()).isEqualTo(3);
    }

    @Test
    void initWithoutAVersionEndsTheConnection() {
        harness.connect();
        harness.raw(new byte[] {0, 0, 0, 3, 1, 0, 0});
        assertDisconnected("without a version");
    }

    @Test
    void initAmongRequestsChangesOnlyWhatComesLater() {
        start(3);
        harness.tree().file("f", "abc");
        byte[] handle = requests.opened("f", Requests.READ);
        harness.sendTogether(List.of(
                requests.read(1, handle, 0, 3),
                Packet.raw(1).u32(6),
                requests.read(2, handle, 0, 9),
                Packet.raw(1).u32(3),
                requests.read(3, handle, 0, 9)));
        List<Reply> replies = harness.take(5);
        assertThat(replies).hasSize(5);
        assertThat(replies.stream()
                        .filter(reply -> reply.type() == Reply.VERSION)
                        .map(Reply::id))
                .containsExactly(6, 3);
        assertThat(body(replies, 1)).hasSize(7);
        assertThat(body(replies, 2)).hasSize(8).endsWith((byte) 1);
        assertThat(body(replies, 3)).hasSize(7);
    }

    private static byte[] body(List<Reply> replies, int id) {
        ByteBuffer in = replies.stream()
                .filter(reply -> reply.type() == Reply.DATA && reply.id() == id)
                .findFirst()
                .orElseThrow()
                .fields();
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return bytes;
    }

    @Test
    void aThousandInitsAreAThousandAnswers() {
        start(3);
        harness.sendTogether(
                IntStream.range(0, 1000).mapToObj(i -> Packet.raw(1).u32(3)).toList());
        assertThat(harness.take(1000)).hasSize(1000).allMatch(reply -> reply.type() == Reply.VERSION);
    }

    // lengths

    @ParameterizedTest
    @CsvSource({"0", "2147483647", "2147483648", "4294967295", "263169"})
    void lengthsThatCannotBeEndTheConnection(long length) {
        start(3);
        byte[] head =
                ByteBuffer.allocate(9).putInt((int) length).put(new byte[5]).array();
        harness.raw(head);
        assertDisconnected("a packet of " + length + " bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void packetsWithoutARequestIdEndTheConnection(int length) {
        start(3);
        byte[] packet = new byte[4 + length];
        packet[3] = (byte) length;
        packet[4] = 17;
        harness.raw(packet);
        assertDisconnected("a packet of " + length + " bytes");
    }

    @Test
    void theLargestPacketIsTaken() {
        start(3);
        byte[] handle = requests.opened("f", Requests.WRITE | Requests.CREAT);
        int header = 1 + 4 + 4 + handle.length + 8 + 4;
        byte[] data = new byte[(256 << 10) + 1024 - header];
        assertThat(harness.ask(requests.write(1, handle, 0, data)).status()).isZero();
        assertThat(harness.tree().content("f")).hasSize(data.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void whateverIsCutShortIsAnsweredOnce(int version) {
        start(version);
        harness.tree().file("f", "content");
        byte[] handle = harness.ask(Corpus.open(version, 1, "f")).handle();
        for (byte[] whole : Corpus.requests(version, 7, handle, handle)) {
            for (int length = 5; length < whole.length - 4; length++) {
                byte[] cut = Arrays.copyOf(whole, 4 + length);
                ByteBuffer.wrap(cut).putInt(0, length);
                harness.raw(cut);
                assertThat(harness.take(1)).hasSize(1).allSatisfy(reply -> {
                    assertThat(reply.id()).isEqualTo(7);
                    assertThat(reply.type() == Reply.STATUS ? reply.message() : "")
                            .isNotEqualTo("Internal error");
                });
            }
        }
        assertServes();
    }

    @Test
    void aConnectionThatEndsInMidPacketEndsTheSession() {
        start(3);
        byte[] packet = requests.stat(1, ".").toBytes();
        harness.raw(Arrays.copyOf(packet, packet.length - 1));
        harness.subsystem().endOfInput();
        harness.await("the end", () -> harness.channel().exitStatus() != null);
        assertThat(harness.channel().exitStatus()).isZero();
    }

    // handles

    private List<Packet> withHandle(byte[] handle, byte[] good) {
        List<Packet> all = new ArrayList<>();
        List<BiFunction<Integer, byte[], Packet>> kinds = List.of(
                requests::close,
                (id, h) -> requests.read(id, h, 0, 10),
                (id, h) -> requests.write(id, h, 0, new byte[10]),
                requests::fstat,
                (id, h) -> requests.setSize(id, h, 1),
                requests::readdir,
                (id, h) -> requests.extended(id, "fstatvfs@openssh.com").handle(h),
                (id, h) -> requests.extended(id, "fsync@openssh.com").handle(h),
                (id, h) -> requests.extended(id, "copy-data")
                        .handle(h)
                        .u64(0)
                        .u64(1)
                        .handle(good)
                        .u64(5),
                (id, h) -> requests.extended(id, "copy-data")
                        .handle(good)
                        .u64(0)
                        .u64(1)
                        .handle(h)
                        .u64(5),
                (id, h) -> requests.extended(id, "check-file-handle")
                        .handle(h)
                        .text("md5")
                        .u64(0)
                        .u64(0)
                        .u32(0),
                (id, h) -> requests.extended(id, "text-seek").handle(h).u64(0));
        for (int i = 0; i < kinds.size(); i++) {
            all.add(kinds.get(i).apply(i, handle));
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({"3, 4", "6, 9"})
    void handlesOfOthersClosedAndGuessedOnesAreNone(int version, int invalidHandle) {
        start(version);
        harness.tree().file("f", "content");
        byte[] good = harness.ask(Corpus.openForAll(version, 1, "f")).handle();
        byte[] closed = harness.ask(Corpus.openForAll(version, 2, "f")).handle();
        harness.ask(requests.close(3, closed));
        assertRefused(withHandle(closed, good), invalidHandle);
        try (SftpHarness other = new SftpHarness(harness.generation())) {
            other.start(3);
            other.tree().file("theirs", "secret");
            byte[] theirs = new Requests(other).opened("theirs", Requests.READ | Requests.WRITE);
            assertRefused(withHandle(theirs, good), invalidHandle);
            assertThat(other.ask(new Requests(other).read(1, theirs, 0, 10)).dataText())
                    .isEqualTo("secret");
        }
        for (int length : new int[] {0, 1, 3, 5, 8, 256, 100_000}) {
            assertRefused(withHandle(new byte[length], good), invalidHandle);
        }
        byte[] neighbour = good.clone();
        neighbour[3] ^= 1;
        assertRefused(withHandle(neighbour, good), invalidHandle);
    }

    @Test
    void aDirectoryIsNoFileAndAFileNoDirectory() {
        start(6);
        harness.tree().file("f", "content");
        byte[] file = harness.ask(Corpus.openForAll(6, 1, "f")).handle();
        byte[] directory = requests.openedDirectory(".");
        int invalidHandle = 9;
        assertRefused(
                List.of(
                        requests.read(1, directory, 0, 10),
                        requests.write(2, directory, 0, new byte[1]),
                        requests.readdir(3, file),
                        requests.extended(4, "fsync@openssh.com").handle(directory),
                        requests.extended(5, "text-seek").handle(directory).u64(0)),
                invalidHandle);
    }

    @Test
    void aHundredThousandOpensEndAtTheBound() {
        harness.tree().file("f", "").prompt();
        start(3);
        int opened = 0;
        for (int sent = 0; sent < HUNDRED_THOUSAND; sent += 1000) {
            harness.sendTogether(IntStream.range(0, 1000)
                    .mapToObj(i -> i % 2 == 0 ? requests.open(i, "f", Requests.READ) : requests.opendir(i, "."))
                    .toList());
            List<Reply> replies = harness.take(1000);
            assertThat(replies).hasSize(1000);
            opened += (int) replies.stream()
                    .filter(reply -> reply.type() == Reply.HANDLE)
                    .count();
        }
        assertThat(opened).isEqualTo(1024);
        assertThat(harness.tree().open()).isEqualTo(1024);
        assertServes();
    }

    // numbers

    @Test
    void numbersThatOverflowAreRefused() {
        start(3);
        harness.tree().file("f", "content");
        byte[] handle = requests.opened("f", Requests.READ | Requests.WRITE);
        long most = Long.MAX_VALUE;
        assertRefused(
                List.of(
                        requests.read(1, handle, -1, 10),
                        requests.write(2, handle, Long.MIN_VALUE, new byte[10]),
                        requests.setSize(3, handle, -1),
                        requests.setSize(4, "f", Long.MIN_VALUE),
                        copyData(5, handle, -1, 1, 0),
                        copyData(6, handle, 0, -1, 0),
                        requests.extended(7, "check-file-handle")
                                .handle(handle)
                                .text("md5")
                                .u64(-1)
                                .u64(0)
                                .u32(0),
                        requests.extended(8, "text-seek").handle(handle).u64(-1)),
                BAD_MESSAGE);
        assertRefused(
                List.of(
                        requests.write(1, handle, most, new byte[10]),
                        requests.write(2, handle, most - 5, new byte[10]),
                        requests.setSize(3, handle, most),
                        copyData(4, handle, most, most, 0),
                        copyData(5, handle, 0, most, most),
                        copyData(6, handle, 0, most, 1)),
                4);
        assertRefused(List.of(requests.read(1, handle, most, -1), requests.read(2, handle, most - 1, 1)), 1);
        assertThat(harness.ask(requests.read(3, handle, 0, -1)).dataText())
                .as("2^32-1 bytes wanted")
                .isEqualTo("content");
        assertThat(harness.tree().content("f")).isEqualTo("content");
    }

    private Packet copyData(int id, byte[] handle, long from, long length, long to) {
        return requests.extended(id, "copy-data")
                .handle(handle)
                .u64(from)
                .u64(length)
                .handle(handle)
                .u64(to);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void countsThatPromiseTooMuchAreRefused(int version) {
        start(version);
        List<Packet> bombs = new ArrayList<>();
        for (long count : new long[] {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 20, 4097}) {
            Packet pairs = Packet.of(9, 1).text("f").u32(0x80000000L);
            bombs.add((version >= 4 ? pairs.u8(1) : pairs).u32(count).string(new byte[100]));
            if (version >= 4) {
                byte[] acl = ByteBuffer.allocate(version >= 6 ? 64 : 60)
                        .putInt(version >= 6 ? 4 : 0, (int) count)
                        .array();
                bombs.add(Packet.of(9, 2).text("f").u32(0x40).u8(1).string(acl));
            }
        }
        bombs.add(Packet.of(17, 3).u32(-1));
        bombs.add(Packet.of(17, 4).u32(Integer.MAX_VALUE).bytes(new byte[9]));
        bombs.add(Packet.of(200, 5).u32(1 << 30).bytes(new byte[9]));
        assertRefused(bombs, BAD_MESSAGE);
    }

    // paths and names

    @ParameterizedTest
    @CsvSource({"3, 4", "6, 20"})
    void pathsThatCannotBeAreRefused(int version, int invalidName) {
        harness.quirks().set(NameQuirks.FALLBACK_CHARSET, StandardCharsets.UTF_8);
        start(version);
        byte[][] names = {
            "x".repeat(200_000).getBytes(StandardCharsets.UTF_8),
            "a/".repeat(10_000).getBytes(StandardCharsets.UTF_8),
            "../".repeat(60_000).getBytes(StandardCharsets.UTF_8),
            "d/".repeat(600).getBytes(StandardCharsets.UTF_8),
            {'a', 0, 'b'},
            {(byte) 0xc3, 0x28},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {(byte) 0xc0, (byte) 0xae, (byte) 0xc0, (byte) 0xae, '/'},
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
            {(byte) 0xff, (byte) 0xfe},
            {'a', (byte) 0xe2, (byte) 0x82}
        };
        for (byte[] name : names) {
            List<Packet> all = new ArrayList<>();
            for (int type : new int[] {7, 11, 13, 15, 16, 17, 19}) {
                all.add(Packet.of(type, type).string(name));
            }
            all.add(Packet.of(18, 18).string(name).text("b").u32(0));
            all.add(Packet.of(18, 19).text("a").string(name).u32(0));
            all.add(requests.extended(20, "posix-rename@openssh.com")
                    .string(name)
                    .text("b"));
            all.add(requests.extended(21, "statvfs@openssh.com").string(name));
            all.add(requests.extended(22, "expand-path@openssh.com").string(name));
            assertRefused(all, invalidName);
        }
        assertThat(harness.tree().calls()).allMatch(call -> call.startsWith("stat "));
    }

    @Test
    void manyParentsLeadNoHigherThanTheRoot() {
        start(3);
        assertThat(harness.ask(requests.realpath(1, "../".repeat(1000))).firstName())
                .isEqualTo("/");
    }

    @Test
    void pathsToComposeAreBounded() {
        start(6);
        Packet bomb = requests.realpath(1, "a").u8(1);
        for (int i = 0; i < 50_000; i++) {
            bomb.text("b");
        }
        assertRefused(List.of(bomb), BAD_MESSAGE);
    }

    // extended requests

    @Test
    void extendedRequestsThatAreBombsAreAnswered() {
        start(6);
        harness.tree().file("f", "content");
        String commas = ",".repeat(200_000);
        assertRefused(
                List.of(
                        requests.extended(1, ""),
                        requests.extended(2, "x".repeat(200_000)),
                        requests.extended(3, "limits@openssh.com\0"),
                        requests.extended(4, "check-file-name")
                                .text("f")
                                .text(commas)
                                .u64(0)
                                .u64(0)
                                .u32(0)),
                8);
        assertRefused(
                List.of(
                        requests.extended(5, "check-file-name")
                                .text("f")
                                .text("md5")
                                .u64(0)
                                .u64(0)
                                .u32(1),
                        requests.extended(6, "users-groups-by-id@openssh.com")
                                .string(new byte[200_000])
                                .string(new byte[0])),
                23);
        Packet odd = requests.extended(7, "users-groups-by-id@openssh.com")
                .string(new byte[7])
                .string(new byte[3]);
        assertThat(harness.ask(odd).type()).isEqualTo(Reply.EXTENDED_REPLY);
    }

    @Test
    void anotherVersionInTheMiddleEndsTheChannel() {
        start(3);
        assertServes();
        harness.send(requests.extended(9, "version-select").text("6"));
        harness.await("the end", () -> harness.channel().exitStatus() != null);
    }

    // too much of everything

    @Test
    void listingsWithoutEndAreBounded() {
        harness.tree().file("f", "");
        start(3);
        byte[] handle = requests.openedDirectory(".");
        harness.sendTogether(IntStream.range(0, 10_000)
                .mapToObj(i -> requests.readdir(i, handle))
                .toList());
        List<Reply> replies = harness.take(10_000);
        assertThat(replies).hasSize(10_000);
        assertThat(replies.stream().filter(reply -> reply.type() == Reply.NAME)).hasSize(1);
    }

    @Test
    void deepPathsOfAHungStoreAreBoundedByWhatTheyClaim() throws InterruptedException {
        start(3);
        harness.tree().gates().hang("stat", "");
        int depth = 400;
        String deep = "d/".repeat(depth);
        for (int i = 0; i < 4000; i++) {
            harness.send(requests.stat(i, deep + i));
        }
        int bound = Limits.DEFAULT.claims() / depth + 1;
        harness.await("the bound", () -> harness.subsystem().info().pending() > bound - 10);
        assertThat(harness.subsystem().info().pending()).isLessThanOrEqualTo(bound);
        harness.tree().gates().releaseAll();
        assertThat(IntStream.range(0, 4000).mapToObj(i -> harness.next())).allMatch(reply -> reply.status() == 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tenThousandRequestsOfEachKindWithoutReadingAreBounded(boolean prompt) {
        if (prompt) {
            harness.tree().prompt();
        }
        harness.tree().file("f", new byte[32 << 10]);
        start(3);
        byte[] handle = requests.opened("f", Requests.READ | Requests.WRITE);
        harness.channel().grant(-harness.channel().credit());
        int sent = 0;
        for (int i = 0; i < 10_000; i++) {
            List<Packet> kinds = List.of(
                    requests.read(i, handle, 0, 32 << 10),
                    requests.stat(i, "f"),
                    requests.realpath(i, "x".repeat(500)),
                    requests.write(i, handle, 0, new byte[64]));
            harness.sendTogether(kinds);
            sent += kinds.size();
            assertThat(harness.subsystem().info().pending()).isLessThanOrEqualTo(Limits.DEFAULT.pending());
        }
        long most = Limits.DEFAULT.output() + Limits.DEFAULT.outputPerFile();
        assertThat(harness.subsystem().unsentBytes()).isLessThan(most);
        harness.channel().grant(Long.MAX_VALUE / 2);
        for (int i = 0; i < sent; i++) {
            harness.next();
        }
        assertServes();
    }
}
