/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sallyport.sftp.harness.Requests.APPEND;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.EXCL;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.TRUNC;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** Version 3, request by request, as OpenSSH's clients use it. */
class BasicOperationsTest {

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @BeforeEach
    void start() {
        harness.start(3);
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void uploadsAndDownloads() {
        byte[] handle = requests.opened("a.txt", WRITE | CREAT | TRUNC);
        assertThat(harness.ask(requests.write(1, handle, 0, bytes("hello "))).status())
                .isZero();
        assertThat(harness.ask(requests.write(2, handle, 6, bytes("world"))).status())
                .isZero();
        assertThat(harness.ask(requests.write(3, handle, 6, new byte[0])).status())
                .isZero();
        assertThat(harness.ask(requests.close(4, handle)).status()).isZero();
        assertThat(harness.tree().content("a.txt")).isEqualTo("hello world");

        byte[] reading = requests.opened("/home/a.txt", 0);
        assertThat(harness.ask(requests.read(5, reading, 0, 32768)).dataText()).isEqualTo("hello world");
        assertThat(harness.ask(requests.read(6, reading, 11, 32768)).status()).isEqualTo(1);
        assertThat(harness.ask(requests.read(7, reading, 3, 0)).data()).isEmpty();
        assertThat(harness.ask(requests.read(8, reading, 11, 0)).status()).isEqualTo(1);
        assertThat(harness.ask(requests.fstat(9, reading)).sizeV3()).isEqualTo(11);
        assertThat(harness.ask(requests.close(10, reading)).status()).isZero();
        assertThat(harness.ask(requests.read(11, reading, 0, 10)).status()).isEqualTo(4);

        assertThat(harness.session().activities())
                .extracting(Activity::kind, Activity::bytes, Activity::result)
                .containsExactly(tuple(Activity.Kind.UPLOAD, 11L, "ok"), tuple(Activity.Kind.DOWNLOAD, 11L, "ok"));
    }

    @Test
    void namesAreListedWithParentsAndLongNames() {
        harness.tree().file("one", "1").directory("sub");
        byte[] handle = requests.openedDirectory(".");
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        Reply reply = harness.ask(requests.readdir(1, handle));
        reply.namesV3().forEach(name -> {
            names.add(name.name());
            lines.add(name.longName());
        });
        assertThat(names).containsExactly(".", "..", "one", "sub");
        assertThat(lines.get(2)).startsWith("-rw-r--r--").endsWith(" one");
        assertThat(harness.ask(requests.readdir(2, handle)).status()).isEqualTo(1);
        assertThat(harness.ask(requests.close(3, handle)).status()).isZero();
    }

    @Test
    void aLongListingComesInPackets() {
        for (int i = 0; i < 2000; i++) {
            harness.tree().file("file-with-a-rather-long-name-" + i, "x");
        }
        byte[] handle = requests.openedDirectory(".");
        List<String> names = new ArrayList<>();
        int replies = 0;
        Reply reply = harness.ask(requests.readdir(1, handle));
        while (reply.type() == Reply.NAME) {
            assertThat(reply.body().capacity()).isLessThanOrEqualTo(64 << 10);
            reply.namesV3().forEach(name -> names.add(name.name()));
            replies++;
            reply = harness.ask(requests.readdir(1, handle));
        }
        assertThat(reply.status()).isEqualTo(1);
        assertThat(names).hasSize(2002).doesNotHaveDuplicates();
        assertThat(replies).isBetween(4, 8);
        harness.ask(requests.close(3, handle));
    }

    @Test
    void openFlagsFollowPosix() {
        harness.tree().file("there", "content");
        assertThat(harness.ask(requests.open(1, "there", WRITE | CREAT | EXCL)).status())
                .isEqualTo(4);
        assertThat(harness.ask(requests.open(2, "missing", WRITE)).status()).isEqualTo(2);
        assertThat(harness.ask(requests.open(3, "missing", WRITE | TRUNC)).status())
                .isEqualTo(2);

        requests.opened("there", WRITE | CREAT);
        assertThat(harness.tree().content("there")).as("CREAT without TRUNC").isEqualTo("content");
        requests.opened("there", WRITE | TRUNC);
        assertThat(harness.tree().content("there")).as("TRUNC without CREAT").isEmpty();
        requests.opened("there", READ | WRITE);
    }

    @Test
    void appendIgnoresOffsets() {
        harness.tree().file("log", "one");
        byte[] handle = requests.opened("log", WRITE | APPEND);
        harness.ask(requests.write(1, handle, 0, bytes("two")));
        assertThat(harness.tree().content("log")).isEqualTo("onetwo");
    }

    @Test
    void handlesAreRefusedForWhatTheyWereNotOpenedFor() {
        harness.tree().file("f", "x");
        byte[] reading = requests.opened("f", READ);
        byte[] writing = requests.opened("f", WRITE);
        byte[] directory = requests.openedDirectory(".");
        assertThat(harness.ask(requests.write(1, reading, 0, bytes("y"))).status())
                .isEqualTo(3);
        assertThat(harness.ask(requests.read(2, writing, 0, 1)).status()).isEqualTo(3);
        assertThat(harness.ask(requests.read(3, directory, 0, 1)).status()).isEqualTo(4);
        assertThat(harness.ask(requests.readdir(4, reading)).status()).isEqualTo(4);
        assertThat(harness.ask(requests.close(5, new byte[] {1, 2, 3})).status())
                .isEqualTo(4);
        assertThat(harness.ask(requests.fstat(6, directory)).type()).isEqualTo(Reply.ATTRS);
    }

    @Test
    void theNamespaceChanges() {
        assertThat(harness.ask(requests.mkdir(1, "d")).status()).isZero();
        assertThat(harness.ask(requests.mkdir(2, "d")).status()).isEqualTo(4);
        harness.tree().file("d/f", "x").file("g", "old");
        assertThat(harness.ask(requests.rmdir(3, "d")).status()).isEqualTo(4);
        assertThat(harness.ask(requests.rename(4, "d/f", "g")).status()).isEqualTo(4);
        assertThat(harness.ask(requests.rename(5, "d/f", "h")).status()).isZero();
        assertThat(harness.ask(requests.rmdir(6, "d")).status()).isZero();
        assertThat(harness.ask(requests.remove(7, "h")).status()).isZero();
        assertThat(harness.ask(requests.stat(8, "h")).status()).isEqualTo(2);
        assertThat(harness.ask(requests.extended(9, "posix-rename@openssh.com")
                                .text("g")
                                .text("g2"))
                        .status())
                .isZero();
        assertThat(harness.session().activities())
                .extracting(Activity::kind)
                .contains(Activity.Kind.MAKE_DIRECTORY, Activity.Kind.RENAME, Activity.Kind.REMOVE);
    }

    @Test
    void pathsAreCanonicalisedLexically() {
        assertThat(harness.ask(requests.realpath(1, ".")).firstName()).isEqualTo("/home");
        assertThat(harness.ask(requests.realpath(2, "")).firstName()).isEqualTo("/home");
        assertThat(harness.ask(requests.realpath(3, "not/there/../yet")).firstName())
                .isEqualTo("/home/not/yet");
        assertThat(harness.ask(requests.realpath(4, "/../../etc")).firstName()).isEqualTo("/etc");
    }

    @Test
    void attributesAreSet() {
        harness.tree().file("f", "0123456789");
        assertThat(harness.ask(requests.chmod(1, "f", 0100600)).status()).isZero();
        assertThat(harness.tree().attributesOf("f").permissions()).isEqualTo(0600);
        assertThat(harness.ask(requests.setSize(2, "f", 4)).status()).isZero();
        assertThat(harness.tree().content("f")).isEqualTo("0123");
        byte[] handle = requests.opened("f", WRITE);
        assertThat(harness.ask(requests.setSize(3, handle, 2)).status()).isZero();
        assertThat(harness.tree().content("f")).isEqualTo("01");
        int before = harness.tree().calls().size();
        assertThat(harness.ask(requests.setSize(4, handle, 2)).status()).isZero();
        assertThat(harness.tree().calls().subList(before, harness.tree().calls().size()))
                .as("an equal size changes nothing")
                .containsExactly("attributes /home/f");
    }

    @Test
    void linksAreMadeTargetFirst() {
        assertThat(harness.ask(requests.symlink(1, "target", "link")).status()).isZero();
        assertThat(harness.ask(requests.readlink(2, "link")).firstName()).isEqualTo("target");
        harness.tree().file("target", "x");
        assertThat(harness.ask(requests.stat(3, "link")).sizeV3()).isEqualTo(1);
        assertThat(harness.ask(requests.lstat(4, "link")).sizeV3()).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 23, 99})
    void unknownMessagesAreUnsupported(int type) {
        assertThat(harness.ask(Packet.of(type, 5)).status()).isEqualTo(8);
        assertThat(harness.ask(requests.extended(6, "nothing@example.com")).status())
                .isEqualTo(8);
    }

    @Test
    void aSecondInitIsAnsweredAndHandlesAreKept() {
        harness.tree().file("f", "x");
        byte[] handle = requests.opened("f", READ);
        assertThat(harness.init(3).id()).isEqualTo(3);
        assertThat(harness.ask(requests.read(1, handle, 0, 1)).dataText()).isEqualTo("x");
    }

    @Test
    void whatIsPendingIsAnsweredBeforeTheChannelCloses() {
        harness.tree().file("f", "x");
        var gate = harness.tree().gates().hang("stat", "/home/f");
        harness.send(requests.stat(1, "f"));
        harness.subsystem().endOfInput();
        assertThat(harness.channel().exitStatus()).isNull();
        gate.release();
        assertThat(harness.reply(1).type()).isEqualTo(Reply.ATTRS);
        harness.await("the channel's end", () -> harness.channel().exitStatus() != null);
        assertThat(harness.channel().exitStatus()).isZero();
    }
}
