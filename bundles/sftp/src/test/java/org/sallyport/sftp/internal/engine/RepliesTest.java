/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** Each kind of reply in each version, byte for byte as the drafts have it; bodies are what follows the request id. */
class RepliesTest {

    private static final String EMPTY_NAME = "00000000";

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

    private static String body(Reply reply) {
        ByteBuffer in = reply.fields();
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }

    private static String text(String value) {
        return String.format("%08x", value.length()) + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void statusHasCodeMessageAndLanguage(int version) {
        start(version);
        assertThat(body(harness.ask(requests.stat(1, "missing"))))
                .isEqualTo("00000002" + text("No such file") + EMPTY_NAME);
        assertThat(body(harness.ask(requests.mkdir(2, "d")))).isEqualTo("00000000" + text("Success") + EMPTY_NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void handlesAreFourBytes(int version) {
        start(version);
        String handle = body(harness.ask(requests.opendir(1, ".")));
        assertThat(handle).hasSize(16).startsWith("00000004");
    }

    @ParameterizedTest
    @CsvSource({"3, ''", "4, ''", "5, ''", "6, 01"})
    void dataTellsItsEndFromVersionSixOn(int version, String end) {
        start(version);
        harness.tree().file("f", "abc");
        byte[] handle = harness.ask(opened(version, 1)).handle();
        assertThat(body(harness.ask(requests.read(2, handle, 0, 2)))).isEqualTo("000000026162");
        assertThat(body(harness.ask(requests.read(3, handle, 0, 9)))).isEqualTo("00000003616263" + end);
        assertThat(body(harness.ask(requests.read(4, handle, 1, 2)))).isEqualTo("000000026263");
        assertThat(harness.ask(requests.read(5, handle, 3, 2)).status()).isEqualTo(1);
    }

    private Packet opened(int version, int id) {
        return version >= 5
                ? Packet.of(3, id).text("f").u32(1).u32(2).noAttributes(version)
                : requests.open(id, "f", Requests.READ);
    }

    @ParameterizedTest
    @CsvSource({"3, 00000000", "4, 0000000005", "5, 0000000005", "6, 0000000005"})
    void oneNameHasDummyAttributes(int version, String dummy) {
        start(version);
        String name = text("/home/x");
        assertThat(body(harness.ask(requests.realpath(1, "x"))))
                .isEqualTo("00000001" + name + (version == 3 ? name : "") + dummy);
    }

    @Test
    void listingsOfVersionSixSayOnlyInTheLastReplyThatTheyEnd() {
        start(6);
        for (int i = 0; i < 2000; i++) {
            harness.tree().file("a-name-of-some-length-" + i, "");
        }
        byte[] directory = requests.openedDirectory(".");
        int names = 0;
        boolean ended = false;
        while (!ended) {
            ByteBuffer in = harness.ask(requests.readdir(1, directory)).fields();
            int count = in.getInt();
            names += count;
            for (int i = 0; i < count; i++) {
                Reply.text(in);
                skipAttributes(in);
            }
            ended = in.hasRemaining();
            assertThat(ended ? in.get() : 1).isEqualTo((byte) 1);
        }
        assertThat(names).isEqualTo(2002);
        assertThat(harness.ask(requests.readdir(2, directory)).status()).isEqualTo(1);
    }

    /** Those that the test store tells: size, permissions, access and modification time, link count. */
    private static void skipAttributes(ByteBuffer in) {
        int flags = in.getInt();
        assertThat(flags & ~(0x1 | 0x4 | 0x8 | 0x20 | 0x2000)).isZero();
        int eights = Integer.bitCount(flags & (0x1 | 0x8 | 0x20));
        int fours = Integer.bitCount(flags & (0x4 | 0x2000));
        in.position(in.position() + 1 + 8 * eights + 4 * fours);
    }

    @Test
    void anUnknownOwnerIsNamedInVersionSix() {
        start(6);
        harness.tree()
                .file("f", "x")
                .refuse(new FileTreeException(
                        Reason.UNKNOWN_PRINCIPAL, "No such user or group", new UserPrincipalNotFoundException("bob")));
        Packet chown = Packet.of(9, 1).text("f").u32(0x80).u8(1).text("bob").text("");
        assertThat(body(harness.ask(chown)))
                .isEqualTo("00000010" + text("No such user or group") + EMPTY_NAME + text("bob"));
    }

    @ParameterizedTest
    @CsvSource({"3,22", "3,23", "4,22", "5,21", "5,22", "6,22", "6,23"})
    void whatAVersionDoesNotHaveIsUnsupported(int version, int type) {
        start(version);
        harness.tree().file("f", "x");
        byte[] handle = harness.ask(opened(version, 1)).handle();
        assertThat(harness.ask(Packet.of(type, 2).handle(handle).u64(0).u64(1).u32(0x40))
                        .status())
                .isEqualTo(8);
        assertThat(body(harness.ask(requests.read(3, handle, 0, 1)))).isEqualTo("0000000178");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x40, 0x80, 0x100, 0x200, 0x800, 0x1000, 0x2000, 0x4000, 0x8000})
    void openFlagsThatCannotBeKeptAreRefused(int flag) {
        start(6);
        harness.tree().file("f", "x");
        assertThat(harness.ask(Packet.of(3, 1).text("f").u32(1).u32(2 | flag).noAttributes(6))
                        .status())
                .isEqualTo(8);
        assertThat(harness.tree().open()).isZero();
    }

    @Test
    void accessControlListsThatNoStoreKeepsAreRefusedAndNothingIsChanged() {
        start(6);
        harness.tree().file("f", "x").cannotKeep(Set.of(Attribute.ACL));
        Packet acl = Packet.of(9, 1)
                .text("f")
                .u32(0x40)
                .u8(1)
                .string(HexFormat.of().parseHex(hex("00000003 00000001 00000000 00000000 00000001 00000002 6140")));
        assertThat(harness.ask(acl).status()).isEqualTo(8);
    }
}
