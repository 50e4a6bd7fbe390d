/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sftp.harness.Gates.Gate;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** The beginning and the end of sessions, and what goes wrong in between. */
class LifecycleTest {

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    /** russh-sftp keeps a handle as text, and sends back something else where that is none. */
    @Test
    void handlesAreAscii() {
        harness.start(3);
        harness.tree().file("f", "x");
        for (int i = 0; i < 100; i++) {
            assertThat(new String(requests.opened("f", READ), StandardCharsets.US_ASCII))
                    .hasSize(4)
                    .doesNotContain("\ufffd");
        }
    }

    @Test
    void openFilesAreGivenUpWhenTheConnectionEnds() {
        harness.start(3);
        harness.tree().file("f", "x");
        byte[] writing = requests.opened("up", WRITE | CREAT);
        harness.ask(requests.write(1, writing, 0, new byte[10]));
        requests.opened("f", READ);
        requests.openedDirectory(".");
        assertThat(harness.tree().open()).isEqualTo(3);
        harness.disconnect();
        harness.await("the end", () -> harness.tree().isClosed());
        assertThat(harness.tree().open()).isZero();
        assertThat(harness.tree().abandoned()).isEqualTo(2);
        assertThat(harness.session().activities()).anySatisfy(activity -> {
            assertThat(activity.kind()).isEqualTo(Activity.Kind.UPLOAD_ABORTED);
            assertThat(activity.bytes()).isEqualTo(10);
        });
    }

    /** Of a listener whose bundle is just going, for instance. */
    @Test
    void whatCannotBeToldEndsNoSessionAndKeepsNone() {
        harness.tree().promptAtClose();
        harness.start(3);
        byte[] closed = requests.opened("closed", WRITE | CREAT);
        requests.opened("open", WRITE | CREAT);
        harness.session().failNext(new NoClassDefFoundError("gone"));

        assertThat(harness.ask(requests.close(1, closed)).status()).isZero();
        harness.tree().file("f", "x");
        assertThat(harness.ask(requests.stat(2, "f")).sizeV3()).isEqualTo(1);
        harness.disconnect();

        harness.await("the end", () -> harness.tree().isClosed());
        assertThat(harness.tree().open()).isZero();
        assertThat(harness.session().activities())
                .extracting(Activity::kind)
                .containsExactly(Activity.Kind.UPLOAD_ABORTED);
    }

    @Test
    void whatHangsIsGivenUpOnlyAfterItCameBack() throws InterruptedException {
        harness.start(3);
        harness.tree().file("a", "").file("b", "");
        byte[] hung = requests.opened("a", WRITE);
        requests.opened("b", WRITE);
        Gate gate = harness.tree().gates().hang("write", "/home/a");
        harness.sendTogether(List.of(requests.write(1, hung, 0, new byte[1]), requests.write(2, hung, 1, new byte[1])));
        gate.await(1);
        harness.disconnect();
        harness.await(
                "the file that does not hang", () -> harness.tree().calls().contains("abandon /home/b"));
        assertThat(harness.tree().calls()).doesNotContain("abandon /home/a");
        assertThat(harness.tree().isClosed()).isFalse();
        gate.release();
        harness.await("the end", () -> harness.tree().isClosed());
        assertThat(harness.tree().calls()).contains("abandon /home/a");
        assertThat(harness.tree().content("a")).as("what waited was dropped").hasSize(1);
    }

    @Test
    void aCloseThatStillWaitsGivesTheFileUp() throws InterruptedException {
        harness.start(3);
        byte[] handle = requests.opened("f", WRITE | CREAT);
        Gate gate = harness.tree().gates().hang("write", "/home/f");
        harness.send(requests.write(1, handle, 0, new byte[10]));
        harness.send(requests.close(2, handle));
        gate.await(1);
        harness.await("both to be planned", () -> harness.subsystem().info().pending() == 2);
        harness.disconnect();
        gate.release();
        harness.await("the end", () -> harness.tree().isClosed());
        // Where another thread has the turn just then, the CLOSE may still be in time; it is one or the other, and told
        // as what it was.
        boolean inTime = harness.tree().calls().contains("close /home/f");
        assertThat(harness.tree().abandoned()).isEqualTo(inTime ? 0 : 1);
        assertThat(harness.session().activities())
                .anyMatch(
                        activity -> activity.kind() == (inTime ? Activity.Kind.UPLOAD : Activity.Kind.UPLOAD_ABORTED));
    }

    @ParameterizedTest
    @CsvSource({"check-file-name, read", "copy-data, copyData"})
    void whatTakesLongEndsWithTheSession(String extension, String call) throws InterruptedException {
        harness.tree().file("f", new byte[4 << 20]);
        harness.start(3);
        byte[] from = requests.opened("f", READ);
        byte[] to = requests.opened("g", WRITE | CREAT);
        Gate gate = harness.tree().gates().hang(call, "/home/f");
        Packet request = requests.extended(1, extension);
        harness.send(
                extension.equals("copy-data")
                        ? request.handle(from).u64(0).u64(0).handle(to).u64(0)
                        : request.text("f").text("md5").u64(0).u64(0).u32(0));
        gate.await(1);
        harness.disconnect();
        gate.release();
        harness.await("the end", () -> harness.tree().isClosed());
        assertThat(gate.arrived()).as("calls for the whole of it would be many").isEqualTo(1);
    }

    @Test
    void aFileOpenedTooLateIsGivenUp() throws InterruptedException {
        harness.start(3);
        Gate gate = harness.tree().gates().hang("open", "/home/late");
        harness.send(requests.open(1, "late", WRITE | CREAT));
        gate.await(1);
        harness.disconnect();
        gate.release();
        harness.await("the end", () -> harness.tree().isClosed());
        assertThat(harness.tree().open()).isZero();
    }

    @Test
    void theGenerationOutlivesItsComponentUntilTheLastSession() {
        harness.start(3);
        harness.tree().file("f", "still here");
        harness.generation().retire();
        byte[] handle = requests.opened("f", READ);
        assertThat(harness.ask(requests.read(1, handle, 0, 100)).dataText()).isEqualTo("still here");
        assertThat(harness.generation().sessions()).isEqualTo(1);
    }

    @Test
    void aUserWithoutFilesIsTold() {
        harness.withoutTree(new FileTreeException(Reason.UNAVAILABLE, "There is nothing mounted for this user"))
                .start(3);
        assertThat(harness.ask(requests.realpath(1, ".")).message()).contains("nothing mounted");
    }

    @Test
    void aBugOfAStoreIsAnsweredWithoutItsSecrets() {
        harness.start(3);
        harness.tree().file("f", "x");
        harness.tree().failWith(() -> new IllegalStateException("tahoe://URI:DIR2:secret"));
        var reply = harness.ask(requests.stat(1, "f"));
        assertThat(reply.status()).isEqualTo(4);
        assertThat(reply.message()).doesNotContain("secret");
        harness.tree().failWith(null);
        assertThat(harness.ask(requests.lstat(2, "f")).sizeV3()).isEqualTo(1);
    }

    @Test
    void handlesAreBounded() {
        harness.start(3);
        harness.tree().file("f", "x").prompt();
        for (int i = 0; i < 1024; i++) {
            requests.opened("f", READ);
        }
        assertThat(harness.ask(requests.open(1, "f", READ)).status()).isEqualTo(4);
        assertThat(harness.ask(requests.opendir(2, ".")).status()).isEqualTo(4);
        assertThat(harness.tree().open()).isEqualTo(1024);
    }

    @Test
    void theSessionDirectoryIsTold() throws InterruptedException {
        harness.start(3);
        harness.tree().file("f", "0123456789");
        byte[] reading = requests.opened("f", READ);
        harness.ask(requests.read(1, reading, 0, 4));
        Gate gate = harness.tree().gates().hang("read", "/home/f");
        harness.send(requests.read(2, reading, 0, 4));
        gate.await(1);
        SessionInfo.ChannelInfo info = harness.subsystem().info();
        assertThat(info.version()).isEqualTo(3);
        assertThat(info.pending()).isEqualTo(1);
        assertThat(info.requests()).isEqualTo(4);
        assertThat(info.openFiles()).containsExactly(new SessionInfo.OpenFileInfo("/home/f", "read", 4, 0));
        gate.release();
        harness.reply(2);
    }

    @Test
    void aRefusalIsReported() {
        harness.start(3);
        harness.quirks().set(SftpQuirks.SET_OWNER, SftpQuirks.SetAttribute.REFUSE);
        harness.tree().file("f", "x");
        assertThat(harness.ask(Packet.of(9, 1).text("f").u32(2).u32(1).u32(1)).status())
                .isEqualTo(3);
        assertThat(harness.session().activities())
                .extracting(Activity::kind, Activity::result, Activity::detail)
                .containsExactly(tuple(Activity.Kind.REFUSED, "permission-denied", "set-attributes"));
    }

    @Test
    void packetsInPiecesAreTheSame() {
        harness.start(3);
        harness.tree().file("f", "x");
        for (byte b : requests.stat(1, "f").toBytes()) {
            harness.raw(new byte[] {b});
        }
        assertThat(harness.reply(1).sizeV3()).isEqualTo(1);
    }

    @Test
    void anImpossibleLengthEndsTheConnection() {
        harness.start(3);
        harness.raw(new byte[] {0x7f, 0, 0, 0, 5});
        harness.await("the end", () -> harness.channel().disconnectReason() != null);
        assertThat(harness.channel().disconnectReason()).contains("packet of");
    }

    @Test
    void bombsOfPathsAreRefused() {
        harness.start(3);
        assertThat(harness.ask(requests.stat(1, "a/".repeat(30_000))).status()).isEqualTo(4);
        assertThat(harness.ask(requests.stat(2, "a/".repeat(1000))).status()).isEqualTo(4);
        assertThat(harness.ask(requests.stat(3, "../".repeat(1000))).type()).isEqualTo(105);
    }

    @Test
    void aBugInPlanningEndsTheSessionCleanly() {
        harness.start(3);
        requests.opened("up", WRITE | CREAT);
        harness.send(requests.stat(1, "planning-fails"));
        harness.await("the end", () -> harness.channel().disconnectReason() != null);
        harness.disconnect();
        harness.await("the files given up", () -> harness.tree().isClosed());
        assertThat(harness.tree().open()).isZero();
    }
}
