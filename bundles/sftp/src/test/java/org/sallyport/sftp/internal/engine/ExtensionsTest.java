/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.sftp.harness.Requests.CREAT;
import static org.sallyport.sftp.harness.Requests.READ;
import static org.sallyport.sftp.harness.Requests.WRITE;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** Every extension is answered in full. */
class ExtensionsTest {

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @BeforeEach
    void start() {
        harness.start(3);
        harness.tree().file("f", "0123456789").file("g", "other");
    }

    @AfterEach
    void stop() {
        harness.close();
    }

    private Packet extended(int id, String name) {
        return requests.extended(id, name);
    }

    private ByteBuffer reply(Packet packet) {
        Reply reply = harness.ask(packet);
        assertThat(reply.type()).isEqualTo(Reply.EXTENDED_REPLY);
        return reply.fields();
    }

    @Test
    void posixRenameReplaces() {
        assertThat(harness.ask(extended(1, "posix-rename@openssh.com").text("f").text("g"))
                        .status())
                .isZero();
        assertThat(harness.tree().content("g")).isEqualTo("0123456789");
        assertThat(harness.tree().exists("f")).isFalse();
    }

    @Test
    void statVfsByPathAndHandle() {
        byte[] handle = requests.opened("f", READ);
        for (Packet packet : new Packet[] {
            extended(1, "statvfs@openssh.com").text("f"),
            extended(2, "fstatvfs@openssh.com").handle(handle)
        }) {
            ByteBuffer in = reply(packet);
            long[] fields = new long[11];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = in.getLong();
            }
            assertThat(fields).containsExactly(4096, 4096, 1000, 600, 500, 100, 50, 40, 7, 2, 255);
            assertThat(in.hasRemaining()).isFalse();
        }
    }

    @Test
    void spaceAvailable() {
        ByteBuffer in = reply(extended(1, "space-available").text("."));
        assertThat(in.getLong()).isEqualTo(1000 * 4096);
        assertThat(in.getLong()).isEqualTo(600 * 4096);
        assertThat(in.getLong()).isEqualTo(900 * 4096);
        assertThat(in.getLong()).isEqualTo(500 * 4096);
        assertThat(in.getInt()).isEqualTo(4096);
    }

    @Test
    void hardLinks() {
        assertThat(harness.ask(extended(1, "hardlink@openssh.com").text("f").text("h"))
                        .status())
                .isZero();
        assertThat(harness.tree().content("h")).isEqualTo("0123456789");
        assertThat(harness.session().activities()).extracting(Activity::kind).contains(Activity.Kind.LINK);
    }

    @Test
    void fsyncReachesTheStore() {
        byte[] handle = requests.opened("f", WRITE);
        assertThat(harness.ask(extended(1, "fsync@openssh.com").handle(handle)).status())
                .isZero();
        assertThat(harness.tree().calls()).contains("sync /home/f");
        assertThat(harness.ask(extended(2, "fsync@openssh.com").handle(new byte[4]))
                        .status())
                .isEqualTo(4);
    }

    @Test
    void lsetstatDoesNotFollow() {
        harness.ask(requests.symlink(1, "f", "link"));
        assertThat(harness.ask(extended(2, "lsetstat@openssh.com")
                                .text("link")
                                .u32(4)
                                .u32(0600))
                        .status())
                .isZero();
        assertThat(harness.tree().attributesOf("link").permissions()).isEqualTo(0600);
        assertThat(harness.tree().attributesOf("f").permissions()).isEqualTo(0644);
    }

    @Test
    void limits() {
        ByteBuffer in = reply(extended(1, "limits@openssh.com"));
        assertThat(in.getLong()).isEqualTo(256 << 10);
        assertThat(in.getLong()).isEqualTo(261120);
        assertThat(in.getLong()).isEqualTo(261120);
        assertThat(in.getLong()).isEqualTo(1024);
    }

    @ParameterizedTest
    @CsvSource({"~, /home", "~/a/../b, /home/b", "~alice/x, /home/x", "rel, /home/rel", "/abs, /abs"})
    void expandPath(String path, String expanded) {
        assertThat(harness.ask(extended(1, "expand-path@openssh.com").text(path))
                        .firstName())
                .isEqualTo(expanded);
    }

    @Test
    void othersHomesAreNotTold() {
        assertThat(harness.ask(extended(1, "expand-path@openssh.com").text("~root/x"))
                        .status())
                .isEqualTo(2);
        assertThat(harness.ask(extended(2, "home-directory").text("root")).status())
                .isEqualTo(2);
        assertThat(harness.ask(extended(3, "home-directory").text("")).firstName())
                .isEqualTo("/home");
        assertThat(harness.ask(extended(4, "home-directory").text("alice")).firstName())
                .isEqualTo("/home");
    }

    @Test
    void copyData() {
        byte[] from = requests.opened("f", READ);
        byte[] to = requests.opened("new", WRITE | CREAT);
        assertThat(harness.ask(copy(1, from, 2, 3, to, 0)).status()).isZero();
        assertThat(harness.tree().content("new")).isEqualTo("234");
        assertThat(harness.ask(copy(2, from, 0, 0, to, 0)).status()).isZero();
        assertThat(harness.tree().content("new")).isEqualTo("0123456789");
        byte[] both = requests.opened("f", READ | WRITE);
        assertThat(harness.ask(copy(3, both, 0, 5, both, 3)).status()).isEqualTo(4);
        assertThat(harness.ask(copy(4, both, 0, 2, both, 8)).status()).isZero();
        assertThat(harness.tree().content("f")).isEqualTo("0123456701");
        assertThat(harness.ask(copy(5, to, 0, 0, from, 0)).status()).isEqualTo(3);
    }

    private Packet copy(int id, byte[] from, long offset, long length, byte[] to, long toOffset) {
        return extended(id, "copy-data")
                .handle(from)
                .u64(offset)
                .u64(length)
                .handle(to)
                .u64(toOffset);
    }

    @Test
    void copyFile() {
        assertThat(harness.ask(extended(1, "copy-file").text("f").text("g").u8(0))
                        .status())
                .isEqualTo(4);
        assertThat(harness.ask(extended(2, "copy-file").text("f").text("g").u8(1))
                        .status())
                .isZero();
        assertThat(harness.tree().content("g")).isEqualTo("0123456789");
    }

    @Test
    void usersAndGroupsById() {
        ByteBuffer in = reply(extended(1, "users-groups-by-id@openssh.com")
                .string(ints(1000, 5))
                .string(ints(7, 1000)));
        ByteBuffer users = ByteBuffer.wrap(Reply.bytes(in));
        assertThat(Reply.text(users)).isEqualTo("alice");
        assertThat(Reply.text(users)).isEmpty();
        ByteBuffer groups = ByteBuffer.wrap(Reply.bytes(in));
        assertThat(Reply.text(groups)).isEmpty();
        assertThat(Reply.text(groups)).isEqualTo("staff");
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private Packet checkName(int id, String algorithms, long start, long length, int block) {
        return extended(id, "check-file-name")
                .text("f")
                .text(algorithms)
                .u64(start)
                .u64(length)
                .u32(block);
    }

    @ParameterizedTest
    @CsvSource({"md5, MD5", "sha1, SHA-1", "sha256, SHA-256", "sha384, SHA-384", "sha512, SHA-512"})
    void checkFileName(String wire, String java) throws Exception {
        ByteBuffer in = reply(checkName(1, "unknown," + wire + ",md5", 2, 5, 0));
        assertThat(Reply.text(in)).isEqualTo(wire);
        byte[] hash = new byte[in.remaining()];
        in.get(hash);
        assertThat(hash).isEqualTo(MessageDigest.getInstance(java).digest("23456".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void checkFileHandleInBlocks() {
        byte[] content = new byte[600];
        content[300] = 1;
        harness.tree().file("big", content);
        byte[] handle = requests.opened("big", READ);
        ByteBuffer in = reply(extended(1, "check-file-handle")
                .handle(handle)
                .text("crc32")
                .u64(0)
                .u64(0)
                .u32(256));
        assertThat(Reply.text(in)).isEqualTo("crc32");
        for (int start = 0; start < 600; start += 256) {
            CRC32 crc = new CRC32();
            crc.update(content, start, Math.min(256, 600 - start));
            assertThat(in.getInt()).isEqualTo((int) crc.getValue());
        }
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void checkFileRefusesWhatItCannot() {
        assertThat(harness.ask(checkName(1, "whirlpool", 0, 0, 0)).status()).isEqualTo(8);
        assertThat(harness.ask(checkName(2, "md5", 0, 0, 16)).status()).isEqualTo(4);
    }
}
