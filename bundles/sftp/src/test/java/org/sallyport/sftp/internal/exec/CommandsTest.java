/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.CommandNames;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sftp.harness.FakeChannel;
import org.sallyport.sftp.harness.FakeQuirks;
import org.sallyport.sftp.harness.FakeSession;
import org.sallyport.sftp.harness.MemoryTree;

/** Commands as sshfs, MacFUSE, rclone and SFTPGo's users send them. */
@Timeout(60)
class CommandsTest {

    private final FakeQuirks quirks = new FakeQuirks().set(TransportQuirks.EXEC, new CommandNames(CommandNames.KNOWN));
    private final FakeSession session = new FakeSession("OpenSSH_9.2", quirks);
    private final MemoryTree tree = new MemoryTree(quirks);
    private final Commands commands = new Commands(any -> tree);

    @AfterEach
    void stop() {
        commands.deactivate();
    }

    private record Output(String text, int status) {}

    private Output run(String command, long credit) throws Exception {
        FakeChannel channel = new FakeChannel(credit);
        Subsystem served = commands.open(command, channel, session);
        channel.attach(served);
        served.writable();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (channel.exitStatus() == null && System.nanoTime() < deadline) {
            text.writeBytes(channel.take(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5)));
            channel.grant(1);
        }
        text.writeBytes(channel.take(System.nanoTime()));
        served.closed();
        return new Output(text.toString(StandardCharsets.UTF_8), channel.exitStatus());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "md5sum file|900150983cd24fb0d6963f7d28e17f72  file",
                "sha1sum /home/file|a9993e364706816aba3e25717850c26c9cd0d89d  /home/file",
                "sha256sum 'a b'|ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a b",
                "md5sum a\\ b|900150983cd24fb0d6963f7d28e17f72  a b",
                "md5sum|d41d8cd98f00b204e9800998ecf8427e  -",
                "pwd|/home"
            })
    void areAnsweredAsTheProgramsAnswer(String command, String line) throws Exception {
        tree.file("file", "abc").file("a b", "abc");
        assertThat(run(command, Long.MAX_VALUE / 2)).isEqualTo(new Output(line + "\n", 0));
        assertThat(run(command, 0)).as("to a client that reads byte by byte").isEqualTo(new Output(line + "\n", 0));
        assertThat(quirks.exercised()).contains(TransportQuirks.EXEC);
    }

    @Test
    void tellsTheRoomAsPosixWants() throws Exception {
        Output output = run("df -P -k /", Long.MAX_VALUE / 2);
        assertThat(output.text().lines().toList().get(0))
                .contains("1024-blocks")
                .contains("Capacity");
        assertThat(output.text().lines().toList().get(1)).matches("sallyport +\\d+ +\\d+ +\\d+ +\\d+% /");
        assertThat(output.status()).isZero();
    }

    @Test
    void whatIsNotThereIsAFailure() throws Exception {
        assertThat(run("md5sum none", 1000)).isEqualTo(new Output("", 1));
        assertThat(run("cd none", 1000)).isEqualTo(new Output("", 1));
        assertThat(run("cd", 1000)).isEqualTo(new Output("", 0));
        assertThat(tree.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ls",
                "sh -c df",
                "df -h",
                "df -Pk / | awk 'NR==2'",
                "md5sum file; rm file",
                "md5sum $(id)",
                "md5sum `id`",
                "md5sum \"$HOME\"",
                "md5sum file > other",
                "md5sum 'file",
                "md5sum \\",
                "DF=1 df",
                ""
            })
    void anythingElseIsRefused(String command) {
        assertThatThrownBy(() -> commands.open(command, new FakeChannel(0), session))
                .isInstanceOf(SubsystemUnavailableException.class);
    }

    @Test
    void onlyWhatTheSwitchAllowsIsAnswered() throws Exception {
        FakeSession other =
                new FakeSession("x", new FakeQuirks().set(TransportQuirks.EXEC, CommandNames.parse("df, pwd")));
        assertThat(commands.open("df", new FakeChannel(0), other)).isNotNull();
        assertThatThrownBy(() -> commands.open("md5sum f", new FakeChannel(0), other))
                .isInstanceOf(SubsystemUnavailableException.class);
        assertThatThrownBy(() -> commands.open("df", new FakeChannel(0), new FakeSession("y", new FakeQuirks())))
                .isInstanceOf(SubsystemUnavailableException.class);
    }
}
