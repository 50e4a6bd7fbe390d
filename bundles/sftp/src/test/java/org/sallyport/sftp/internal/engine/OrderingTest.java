/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.ResponseOrder;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.harness.Gates.Gate;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/** What waits for what, shown with a store that hangs in the earlier request. */
class OrderingTest {

    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int FENCE = 3;

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);
    private byte[] handle;
    private byte[] other;
    private byte[] directory;

    /** Two requests that arrive one after the other; the first one's call of the store hangs. */
    private record Pair(
            String name,
            String call,
            String path,
            BiFunction<OrderingTest, Integer, Packet> first,
            BiFunction<OrderingTest, Integer, Packet> second,
            int secondType,
            long secondValue) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Pair> ordered() {
        long ok = 0;
        long missing = 2;
        return Stream.of(
                new Pair(
                        "CLOSE then RENAME",
                        "close",
                        "/home/f",
                        (t, id) -> t.requests.close(id, t.handle),
                        (t, id) -> t.requests.rename(id, "f", "g"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "WRITE by handle then STAT by path",
                        "write",
                        "/home/f",
                        (t, id) -> t.requests.write(id, t.handle, 0, new byte[100]),
                        (t, id) -> t.requests.stat(id, "f"),
                        Reply.ATTRS,
                        100),
                new Pair(
                        "WRITE by one handle then FSTAT by another",
                        "write",
                        "/home/f",
                        (t, id) -> t.requests.write(id, t.handle, 0, new byte[100]),
                        (t, id) -> t.requests.fstat(id, t.other),
                        Reply.ATTRS,
                        100),
                new Pair(
                        "FSETSTAT of a size then STAT",
                        "setFileAttributes",
                        "/home/f",
                        (t, id) -> t.requests.setSize(id, t.handle, 70),
                        (t, id) -> t.requests.stat(id, "f"),
                        Reply.ATTRS,
                        70),
                new Pair(
                        "SETSTAT by path then FSTAT",
                        "setAttributes",
                        "/home/f",
                        (t, id) -> t.requests.setSize(id, "f", 70),
                        (t, id) -> t.requests.fstat(id, t.other),
                        Reply.ATTRS,
                        70),
                new Pair(
                        "READ then WRITE",
                        "read",
                        "/home/f",
                        (t, id) -> t.requests.read(id, t.other, 0, 4),
                        (t, id) -> t.requests.write(id, t.handle, 0, new byte[4]),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "READ then CLOSE of its handle",
                        "read",
                        "/home/f",
                        (t, id) -> t.requests.read(id, t.other, 0, 4),
                        (t, id) -> t.requests.close(id, t.other),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "OPEN that creates then LSTAT, as sshfs does",
                        "open",
                        "/home/new",
                        (t, id) -> t.requests.open(id, "new", WRITE | CREAT),
                        (t, id) -> t.requests.lstat(id, "new"),
                        Reply.ATTRS,
                        0),
                new Pair(
                        "REMOVE then OPEN",
                        "remove",
                        "/home/d/x",
                        (t, id) -> t.requests.remove(id, "d/x"),
                        (t, id) -> t.requests.open(id, "d/x", READ),
                        Reply.STATUS,
                        missing),
                new Pair(
                        "MKDIR then OPEN below",
                        "makeDirectory",
                        "/home/a",
                        (t, id) -> t.requests.mkdir(id, "a"),
                        (t, id) -> t.requests.open(id, "a/b", WRITE | CREAT),
                        Reply.HANDLE,
                        4),
                new Pair(
                        "MKDIR then MKDIR below it",
                        "makeDirectory",
                        "/home/a",
                        (t, id) -> t.requests.mkdir(id, "a"),
                        (t, id) -> t.requests.mkdir(id, "a/b"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "REMOVE then RMDIR above",
                        "remove",
                        "/home/d/x",
                        (t, id) -> t.requests.remove(id, "d/x"),
                        (t, id) -> t.requests.rmdir(id, "d"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "RENAME of a directory then STAT below its old name",
                        "rename",
                        "/home/d",
                        (t, id) -> t.requests.rename(id, "d", "e"),
                        (t, id) -> t.requests.stat(id, "d/x"),
                        Reply.STATUS,
                        missing),
                new Pair(
                        "RENAME of a directory then STAT below its new name",
                        "rename",
                        "/home/d",
                        (t, id) -> t.requests.rename(id, "d", "e"),
                        (t, id) -> t.requests.stat(id, "e/x"),
                        Reply.ATTRS,
                        3),
                new Pair(
                        "STAT below then RENAME of the directory",
                        "stat",
                        "/home/d/x",
                        (t, id) -> t.requests.stat(id, "d/x"),
                        (t, id) -> t.requests.rename(id, "d", "e"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "RENAME onto a name then REMOVE of it",
                        "rename",
                        "/home/f",
                        (t, id) -> t.requests.rename(id, "f", "g"),
                        (t, id) -> t.requests.remove(id, "g"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "MKDIR then READDIR of the directory above",
                        "makeDirectory",
                        "/home/d/new",
                        (t, id) -> t.requests.mkdir(id, "d/new"),
                        (t, id) -> t.requests.readdir(id, t.directory),
                        Reply.NAME,
                        4),
                new Pair(
                        "READDIR then REMOVE in it",
                        "next",
                        "/home/d",
                        (t, id) -> t.requests.readdir(id, t.directory),
                        (t, id) -> t.requests.remove(id, "d/x"),
                        Reply.STATUS,
                        ok),
                new Pair(
                        "READDIR then READDIR, as sshfs does",
                        "next",
                        "/home/d",
                        (t, id) -> t.requests.readdir(id, t.directory),
                        (t, id) -> t.requests.readdir(id, t.directory),
                        Reply.STATUS,
                        1));
    }

    @BeforeEach
    void start() {
        harness.start(3);
        harness.tree().file("f", "0123").file("fence", "").directory("d").file("d/x", "xyz");
        handle = requests.opened("f", WRITE);
        other = requests.opened("f", READ);
        directory = requests.openedDirectory("d");
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    @ParameterizedTest
    @MethodSource("ordered")
    void theLaterRequestWaits(Pair pair) throws InterruptedException {
        Gate gate = harness.tree().gates().hang(pair.call(), pair.path());
        harness.sendTogether(List.of(
                pair.first().apply(this, FIRST), pair.second().apply(this, SECOND), requests.stat(FENCE, "fence")));
        gate.await(1);
        assertThat(harness.reply(FENCE).type()).isEqualTo(Reply.ATTRS);
        assertThat(harness.idsSoFar()).isEmpty();
        gate.release();
        assertThat(harness.next().id()).isEqualTo(FIRST);
        Reply second = harness.next();
        assertThat(second.id()).isEqualTo(SECOND);
        assertThat(second.type()).isEqualTo(pair.secondType());
        assertThat(value(second)).isEqualTo(pair.secondValue());
    }

    /** What tells whether the second request saw what the first one did. */
    private static long value(Reply reply) {
        return reply.type() == Reply.ATTRS ? reply.sizeV3() : reply.fields().getInt();
    }

    static Stream<Pair> independent() {
        return Stream.of(
                new Pair(
                        "READs of one file",
                        "read",
                        "/home/f",
                        (t, id) -> t.requests.read(id, t.other, 0, 4),
                        (t, id) -> t.requests.fstat(id, t.other),
                        Reply.ATTRS,
                        4),
                new Pair(
                        "WRITE to a file and STAT of another",
                        "write",
                        "/home/f",
                        (t, id) -> t.requests.write(id, t.handle, 0, new byte[4]),
                        (t, id) -> t.requests.stat(id, "d/x"),
                        Reply.ATTRS,
                        3),
                new Pair(
                        "two MKDIRs in one directory",
                        "makeDirectory",
                        "/home/d/a",
                        (t, id) -> t.requests.mkdir(id, "d/a"),
                        (t, id) -> t.requests.mkdir(id, "d/b"),
                        Reply.STATUS,
                        0),
                new Pair(
                        "CLOSE of one file and OPEN of another beside it",
                        "close",
                        "/home/f",
                        (t, id) -> t.requests.close(id, t.handle),
                        (t, id) -> t.requests.open(id, "g", WRITE | CREAT),
                        Reply.HANDLE,
                        4),
                new Pair(
                        "STAT of a directory's file and READDIR",
                        "stat",
                        "/home/d/x",
                        (t, id) -> t.requests.stat(id, "d/x"),
                        (t, id) -> t.requests.readdir(id, t.directory),
                        Reply.NAME,
                        3),
                new Pair(
                        "RENAME of a directory and STAT elsewhere",
                        "rename",
                        "/home/d",
                        (t, id) -> t.requests.rename(id, "d", "e"),
                        (t, id) -> t.requests.stat(id, "f"),
                        Reply.ATTRS,
                        4));
    }

    @ParameterizedTest
    @MethodSource("independent")
    void theLaterRequestDoesNotWait(Pair pair) throws InterruptedException {
        Gate gate = harness.tree().gates().hang(pair.call(), pair.path());
        harness.sendTogether(
                List.of(pair.first().apply(this, FIRST), pair.second().apply(this, SECOND)));
        Reply second = harness.next();
        assertThat(second.id()).isEqualTo(SECOND);
        assertThat(second.type()).isEqualTo(pair.secondType());
        assertThat(value(second)).isEqualTo(pair.secondValue());
        gate.await(1).release();
        assertThat(harness.next().id()).isEqualTo(FIRST);
    }

    @Test
    void readsOfOneFileRunAtOnce() throws InterruptedException {
        Gate gate = harness.tree().gates().hang("read", "/home/f");
        for (int id = 10; id < 14; id++) {
            harness.send(requests.read(id, other, 0, 4));
        }
        gate.await(4).release();
        for (int id = 10; id < 14; id++) {
            assertThat(harness.reply(id).dataText()).isEqualTo("0123");
        }
    }

    @Test
    void aRequestBehindCloseFindsNoHandle() throws InterruptedException {
        Gate gate = harness.tree().gates().hang("close", "/home/f");
        harness.sendTogether(List.of(requests.close(FIRST, handle), requests.write(SECOND, handle, 0, new byte[1])));
        assertThat(harness.next().status()).isEqualTo(4);
        gate.await(1).release();
        assertThat(harness.next().status()).isZero();
    }

    @Test
    void requestIdsMayBeUsedAgain() throws InterruptedException {
        Gate gate = harness.tree().gates().hang("write", "/home/f");
        harness.sendTogether(List.of(
                requests.write(5, handle, 0, new byte[2]),
                requests.write(5, handle, 2, new byte[2]),
                requests.setSize(5, handle, 3)));
        gate.await(1).release();
        for (int i = 0; i < 3; i++) {
            assertThat(harness.next()).matches(reply -> reply.id() == 5 && reply.status() == 0);
        }
        assertThat(harness.tree().content("f")).hasSize(3);
    }

    @Test
    void strictOrderHoldsRepliesBack() throws InterruptedException {
        harness.quirks().set(SftpQuirks.RESPONSE_ORDER, ResponseOrder.STRICT);
        harness.init(3);
        Gate gate = harness.tree().gates().hang("stat", "/home/f");
        harness.sendTogether(List.of(
                requests.stat(1, "f"), requests.stat(2, "d/x"), requests.realpath(3, "."), requests.stat(4, "fence")));
        gate.await(1);
        harness.await("the later ones", () -> harness.tree().calls().contains("stat /home/fence"));
        assertThat(harness.idsSoFar()).isEmpty();
        gate.release();
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ids.add(harness.next().id());
        }
        assertThat(ids).containsExactly(1, 2, 3, 4);
        assertThat(harness.quirks().exercised()).contains(SftpQuirks.RESPONSE_ORDER);
    }

    @Test
    void strictOrderOfOneSessionHoldsNothingBackInAnother() throws InterruptedException {
        Generation generation = new Generation(Workers.forThisRuntime());
        try (SftpHarness strict = new SftpHarness(generation);
                SftpHarness free = new SftpHarness(generation)) {
            strict.quirks().set(SftpQuirks.RESPONSE_ORDER, ResponseOrder.STRICT);
            for (SftpHarness session : List.of(strict, free)) {
                session.start(3);
                session.tree().file("f", "x").file("g", "x");
                Gate gate = session.tree().gates().hang("stat", "/home/f");
                session.sendTogether(List.of(new Requests(session).stat(1, "f"), new Requests(session).stat(2, "g")));
                gate.await(1);
                session.await("the later one", () -> session.tree().calls().contains("stat /home/g"));
                if (session == free) {
                    assertThat(session.next().id()).isEqualTo(2);
                } else {
                    assertThat(session.idsSoFar()).isEmpty();
                }
                gate.release();
            }
            assertThat(free.quirks().exercised()).doesNotContain(SftpQuirks.RESPONSE_ORDER);
        }
        generation.retire();
    }

    @Test
    void orderByHandleLetsOthersOvertake() throws InterruptedException {
        harness.quirks().set(SftpQuirks.RESPONSE_ORDER, ResponseOrder.PER_HANDLE);
        harness.init(3);
        Gate gate = harness.tree().gates().hang("read", "/home/f");
        harness.sendTogether(List.of(requests.read(1, other, 0, 4), requests.fstat(2, other), requests.stat(3, "d/x")));
        gate.await(1);
        assertThat(harness.next().id()).isEqualTo(3);
        harness.await("FSTAT", () -> harness.tree().calls().contains("attributes /home/f"));
        assertThat(harness.idsSoFar()).isEmpty();
        gate.release();
        assertThat(harness.next().id()).isEqualTo(1);
        assertThat(harness.next().id()).isEqualTo(2);
    }

    /** The thread that reads goes on with other requests meanwhile, and tells what it did only when it has answered them. */
    @Test
    void anUploadIsToldBeforeItsRenameByAWorker() throws Exception {
        harness.tree().file("apart", "x").promptAtClose();
        byte[] written = requests.opened("new", WRITE | CREAT);
        byte[] read = requests.opened("apart", READ);
        Gate gate = harness.tree().gates().hang("read", "/home/apart");

        Thread reading = new Thread(() -> harness.sendTogether(
                List.of(requests.close(1, written), requests.rename(2, "new", "newer"), requests.read(3, read, 0, 1))));
        reading.start();
        gate.await(1);
        harness.await("the rename", () -> kinds().contains(Activity.Kind.RENAME));
        gate.release();
        reading.join();

        assertThat(kinds()).containsSubsequence(Activity.Kind.UPLOAD, Activity.Kind.RENAME);
    }

    private List<Activity.Kind> kinds() {
        return harness.session().activities().stream().map(Activity::kind).toList();
    }

    @Test
    void whatWasWrittenIsClosedOnTheSpotWhereThatIsPrompt() {
        harness.tree().promptAtClose();
        harness.await("an answer by the thread that brought the request", () -> {
            byte[] opened = requests.opened("g", WRITE | CREAT);
            harness.send(requests.close(2, opened));
            boolean onTheSpot = !harness.idsSoFar().isEmpty();
            harness.reply(2);
            return onTheSpot;
        });
        assertThat(harness.tree().calls()).contains("close /home/g");
    }

    @Test
    void promptStoresAnswerOnTheSpotUnlessSomethingIsBefore() throws InterruptedException {
        harness.tree().prompt();
        // The worker that answered before may still be looking for more to do, and then does this.
        harness.await("an answer by the thread that brought the request", () -> {
            harness.send(requests.stat(1, "f"));
            boolean onTheSpot = !harness.idsSoFar().isEmpty();
            harness.reply(1);
            return onTheSpot;
        });
        Gate gate = harness.tree().gates().hang("close", "/home/f");
        harness.sendTogether(List.of(requests.close(2, handle), requests.stat(3, "f"), requests.stat(4, "d/x")));
        assertThat(harness.next().id()).isEqualTo(4);
        gate.await(1).release();
        assertThat(harness.next().id()).isEqualTo(2);
        assertThat(harness.next().id()).isEqualTo(3);
        assertThat(Map.of("pending", harness.subsystem().info().pending())).containsEntry("pending", 0);
    }
}
