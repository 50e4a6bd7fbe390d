/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.sftp.harness.FakeChannel;
import org.sallyport.sftp.harness.Gates.Gate;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;
import org.sallyport.sftp.internal.engine.schedule.Limits;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/** What a client costs that asks for more than it takes, and what a store that hangs holds up. */
class BackpressureTest {

    private static final int BLOCK = 32 << 10;
    private static final int SMALL_BLOCK = 8 << 10;
    private static final int MANY = 10_000;

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    private byte[] reads(byte[] handle, int count, int length) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(requests.read(i, handle, 0, length).toBytes());
        }
        return all.toByteArray();
    }

    private void readsWaitForTheClient(boolean prompt) {
        if (prompt) {
            harness.tree().prompt();
        }
        harness.tree().file("big", new byte[SMALL_BLOCK]);
        harness.start(3);
        byte[] handle = requests.opened("big", READ);
        harness.channel().grant(-harness.channel().credit());
        long sentBefore = harness.channel().sent();
        harness.raw(reads(handle, MANY, SMALL_BLOCK));
        harness.await("the bound", () -> harness.subsystem().unsentBytes() >= Limits.DEFAULT.output() - SMALL_BLOCK);
        assertThat(harness.subsystem().info().pending()).isLessThanOrEqualTo(Limits.DEFAULT.pending());
        long executed = harness.tree().calls().stream()
                .filter(call -> call.startsWith("read "))
                .count();
        assertThat(executed).isLessThanOrEqualTo(Limits.DEFAULT.output() / SMALL_BLOCK + 16);
        assertThat(harness.subsystem().unsentBytes()).isLessThanOrEqualTo(Limits.DEFAULT.output() + 16L * SMALL_BLOCK);
        assertThat(harness.channel().sent()).isEqualTo(sentBefore);

        harness.channel().grant(Long.MAX_VALUE / 2);
        Set<Integer> ids = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            Reply reply = harness.next();
            assertThat(reply.fields().getInt()).isEqualTo(SMALL_BLOCK);
            ids.add(reply.id());
        }
        assertThat(ids).hasSize(MANY);
        harness.await("all credit", () -> harness.subsystem().info().pending() == 0);
    }

    @Test
    void readsOfASlowStoreWaitUntilTheClientReads() {
        readsWaitForTheClient(false);
    }

    @Test
    void readsOfALocalFileWaitUntilTheClientReads() {
        readsWaitForTheClient(true);
    }

    @Test
    void creditIsGivenForEveryByteInTheEnd() throws InterruptedException {
        harness.tree().file("f", "x");
        harness.start(3);
        byte[] handle = requests.opened("f", WRITE);
        Gate gate = harness.tree().gates().hang("write", "/home/f");
        long before = harness.channel().consumed();
        int bytes = 0;
        for (int i = 0; i < 400; i++) {
            byte[] packet = requests.write(i, handle, 0, new byte[BLOCK]).toBytes();
            bytes += packet.length;
            harness.raw(packet);
        }
        gate.await(1);
        assertThat(harness.channel().consumed() - before)
                .as("credit stops at one file's share")
                .isBetween(1L, Limits.DEFAULT.heldInputPerFile() + 400 * 4 + BLOCK);
        gate.release();
        long total = before + bytes;
        harness.await("all credit", () -> harness.channel().consumed() == total);
    }

    @Test
    void aFileThatHangsWithAFullWindowLeavesRoomForAnother() throws InterruptedException {
        harness.start(3);
        byte[] hung = requests.opened("hung", WRITE | CREAT);
        byte[] fine = requests.opened("fine", WRITE | CREAT);
        Gate gate = harness.tree().gates().hang("write", "/home/hung");
        long window = 2 << 20;
        long sent = 0;
        long before = harness.channel().consumed();
        for (int i = 0; i < 64; i++) {
            byte[] packet = requests.write(i, hung, 0, new byte[BLOCK]).toBytes();
            sent += packet.length;
            assertThat(sent - (harness.channel().consumed() - before)).isLessThanOrEqualTo(window);
            harness.raw(packet);
        }
        gate.await(1);
        assertThat(harness.channel().consumed() - before).isEqualTo(sent);
        assertThat(harness.ask(requests.write(500, fine, 0, new byte[BLOCK])).status())
                .isZero();
        gate.release();
    }

    @Test
    void readsThatHangLeaveRoomForAnotherFile() throws InterruptedException {
        harness.tree().file("hung", new byte[BLOCK]).file("fine", "fine");
        harness.start(3);
        byte[] hung = requests.opened("hung", READ);
        byte[] fine = requests.opened("fine", READ);
        Gate gate = harness.tree().gates().hang("read", "/home/hung");
        for (int i = 0; i < 1000; i++) {
            harness.send(requests.read(i, hung, 0, BLOCK));
        }
        gate.await(1);
        for (int i = 2000; i < 2010; i++) {
            assertThat(harness.ask(requests.read(i, fine, 0, BLOCK)).dataText()).isEqualTo("fine");
        }
        Workers workers = harness.generation().workers();
        assertThat(gate.arrived())
                .as("one file's share of the workers")
                .isLessThanOrEqualTo((workers.own() + workers.shared()) / 2);
        gate.release();
    }

    @Test
    void manyFilesThatHangStopNoOtherSession() throws InterruptedException {
        harness.start(3);
        List<SftpHarness> others = new ArrayList<>();
        try (SftpHarness free = new SftpHarness(harness.generation())) {
            free.tree().file("f", "free");
            free.start(3);
            List<Gate> gates = new ArrayList<>();
            for (int s = 0; s < 30; s++) {
                SftpHarness stuck = new SftpHarness(harness.generation());
                others.add(stuck);
                stuck.start(3);
                gates.add(stuck.tree().gates().hang("stat", ""));
                for (int i = 0; i < 20; i++) {
                    stuck.send(new Requests(stuck).stat(i, "f" + i));
                }
            }
            gates.get(29).await(2);
            byte[] handle = new Requests(free).opened("f", READ);
            assertThat(free.ask(requests.read(7, handle, 0, 10)).dataText()).isEqualTo("free");
        } finally {
            others.forEach(SftpHarness::close);
        }
    }

    @Test
    void repliesShareFullPackets() throws InterruptedException {
        harness.tree().file("big", new byte[BLOCK]).prompt();
        harness.start(3);
        byte[] handle = requests.opened("big", READ);
        int before = harness.channel().packetSizes().size();
        harness.raw(reads(handle, 20, BLOCK));
        for (int i = 0; i < 20; i++) {
            harness.next();
        }
        List<Integer> sizes = harness.channel().packetSizes();
        List<Integer> these = sizes.subList(before, sizes.size());
        assertThat(these.subList(0, these.size() - 1)).containsOnly(FakeChannel.MAX_PACKET);
        assertThat(these).hasSize((20 * (BLOCK + 13) + FakeChannel.MAX_PACKET - 1) / FakeChannel.MAX_PACKET);
    }

    @Test
    void aThousandSmallRepliesTakeFewPackets() {
        harness.tree().file("f", "x").prompt();
        harness.start(3);
        int before = harness.channel().packetSizes().size();
        List<Packet> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(requests.stat(i, "f"));
        }
        harness.sendTogether(all);
        for (int i = 0; i < 100; i++) {
            assertThat(harness.next().type()).isEqualTo(Reply.ATTRS);
        }
        assertThat(harness.channel().packetSizes().size() - before).isLessThanOrEqualTo(20);
    }

    @Test
    void aSmallCreditLetsRepliesTrickle() {
        harness.tree().file("f", "content").prompt();
        harness.start(3);
        byte[] handle = requests.opened("f", READ);
        harness.channel().grant(-harness.channel().credit());
        harness.send(requests.read(1, handle, 0, 100));
        for (int i = 0; i < 20; i++) {
            harness.channel().grant(1);
        }
        assertThat(harness.reply(1).dataText()).isEqualTo("content");
        harness.channel().grant(1 << 20);
    }

    @Test
    void everyDepthOfKnownClientsCompletes() {
        harness.tree().file("f", new byte[4096]);
        harness.start(3);
        byte[] handle = requests.opened("f", READ);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 5000; i++) {
            all.writeBytes(requests.read(i, handle, 0, 4096).toBytes());
        }
        harness.raw(all.toByteArray());
        for (int i = 0; i < 5000; i++) {
            assertThat(harness.next().fields().getInt()).isEqualTo(4096);
        }
    }
}
