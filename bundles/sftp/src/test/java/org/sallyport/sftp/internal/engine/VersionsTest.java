/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** The handshake, and what differs between the versions. */
class VersionsTest {

    private static final int ACE4_READ_DATA = 1;
    private static final int ACE4_WRITE_DATA = 2;
    private static final int ACE4_APPEND_DATA = 4;
    private static final int CREATE_NEW = 0;
    private static final int CREATE_TRUNCATE = 1;
    private static final int OPEN_EXISTING = 2;
    private static final int OPEN_OR_CREATE = 3;
    private static final int TRUNCATE_EXISTING = 4;
    private static final int TEXT_MODE = 0x20;

    private final SftpHarness harness = new SftpHarness();
    private final Requests requests = new Requests(harness);

    @AfterEach
    void stop() {
        harness.close();
    }

    private void allVersions() {
        harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, 6));
    }

    private static Map<String, byte[]> extensions(Reply version) {
        ByteBuffer in = version.fields();
        Map<String, byte[]> extensions = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            extensions.put(Reply.text(in), Reply.bytes(in));
        }
        return extensions;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"3,3,3,3", "6,3,3,3", "6,3,6,6", "5,3,6,5", "4,4,5,4", "9,3,6,6"})
    void theVersionIsTheLesserOne(int asked, int least, int most, int answered) {
        harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(least, most));
        harness.connect();
        assertThat(harness.init(asked).id()).isEqualTo(answered);
        assertThat(harness.subsystem().info().version()).isEqualTo(answered);
        assertThat(harness.session().profile().requestedVersion()).contains(asked);
        assertThat(harness.session().profile().negotiatedVersion()).contains(answered);
    }

    @Test
    void aVersionBelowTheRangeEndsTheChannel() {
        harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(4, 6));
        harness.connect();
        harness.raw(Packet.raw(1).u32(3).toBytes());
        harness.await("the end", () -> harness.channel().exitStatus() != null);
        assertThat(harness.channel().exitStatus()).isEqualTo(1);
        assertThat(harness.channel().sent()).isZero();
    }

    @Test
    void aRequestBeforeInitEndsTheConnection() {
        harness.connect();
        harness.send(requests.stat(1, "f"));
        harness.await("the end", () -> harness.channel().disconnectReason() != null);
        assertThat(harness.channel().disconnectReason()).contains("before SSH_FXP_INIT");
    }

    @Test
    void versionThreeIsToldPlainPairsOnly() {
        harness.connect();
        Map<String, byte[]> extensions = extensions(harness.init(3));
        assertThat(extensions.keySet())
                .containsExactlyInAnyOrder(
                        "posix-rename@openssh.com",
                        "statvfs@openssh.com",
                        "fstatvfs@openssh.com",
                        "hardlink@openssh.com",
                        "fsync@openssh.com",
                        "lsetstat@openssh.com",
                        "limits@openssh.com",
                        "expand-path@openssh.com",
                        "copy-data",
                        "home-directory",
                        "users-groups-by-id@openssh.com");
        assertThat(text(extensions.get("statvfs@openssh.com"))).isEqualTo("2");
        assertThat(text(extensions.get("limits@openssh.com"))).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void laterVersionsAreToldMore(int version) {
        allVersions();
        harness.connect();
        Map<String, byte[]> extensions = extensions(harness.init(version));
        assertThat(extensions).containsKeys("newline", "versions", "vendor-id");
        assertThat(text(extensions.get("newline"))).isEqualTo("\r\n");
        assertThat(text(extensions.get("versions"))).isEqualTo("3,4,5,6");
        assertThat(extensions.containsKey("supported")).isEqualTo(version == 5);
        assertThat(extensions.containsKey("supported2")).isEqualTo(version == 6);
        assertThat(extensions).doesNotContainKey("filename-charset");
        assertThat(extensions.containsKey("check-file")).isEqualTo(version == 4);
    }

    @Test
    void supported2IsWellFormed() {
        allVersions();
        harness.connect();
        ByteBuffer in = ByteBuffer.wrap(extensions(harness.init(6)).get("supported2"));
        assertThat(in.getInt()).as("size, permissions, times, owners").isEqualTo(0x1ad);
        assertThat(in.getInt()).as("attribute bits").isZero();
        assertThat(in.getInt()).as("dispositions, append, text, no-follow").isEqualTo(0x43f);
        assertThat(in.getInt()).as("access").isEqualTo(0x187);
        assertThat(in.getInt()).isEqualTo(261120);
        assertThat(in.getShort()).isEqualTo((short) 1);
        assertThat(in.getShort()).isZero();
        assertThat(in.getInt()).isZero();
        int count = in.getInt();
        String[] names = new String[count];
        for (int i = 0; i < count; i++) {
            names[i] = Reply.text(in);
        }
        assertThat(names).contains("check-file-name", "space-available", "copy-file", "text-seek");
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void supportedIsWellFormed() {
        allVersions();
        harness.connect();
        ByteBuffer in = ByteBuffer.wrap(extensions(harness.init(5)).get("supported"));
        assertThat(in.getInt()).isEqualTo(0x1ad);
        assertThat(in.getInt()).isZero();
        assertThat(in.getInt()).as("no no-follow before version 6").isEqualTo(0x3f);
        assertThat(in.getInt()).isEqualTo(0x187);
        assertThat(in.getInt()).isEqualTo(261120);
        List<String> names = new ArrayList<>();
        while (in.hasRemaining()) {
            names.add(Reply.text(in));
        }
        assertThat(names).contains("check-file-name", "space-available", "copy-file", "text-seek", "version-select");
    }

    @Test
    void vendorIdIsToldAndTaken() {
        allVersions();
        harness.connect();
        ByteBuffer in = ByteBuffer.wrap(extensions(harness.init(6)).get("vendor-id"));
        assertThat(Reply.text(in)).isEqualTo("Sallyport");
        assertThat(Reply.text(in)).isEqualTo("Sallyport");
        assertThat(Reply.text(in)).isEmpty();
        assertThat(in.getLong()).isZero();
        assertThat(in.hasRemaining()).isFalse();
        Packet ours = requests.extended(1, "vendor-id")
                .text("Vendor")
                .text("Product")
                .text("1.0")
                .u64(77);
        assertThat(harness.ask(ours).status()).isZero();
    }

    /** Whatever is announced is answered with something else than "unsupported", even if what is asked is nonsense. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void whateverIsAnnouncedIsAnswered(int version) {
        allVersions();
        harness.start(version);
        Set<String> announced = announcedRequests(version);
        assertThat(announced).hasSizeGreaterThan(10);
        int id = 1;
        for (String name : announced) {
            Reply reply = harness.ask(requests.extended(id, name));
            assertThat(reply.type() == Reply.STATUS && reply.status() == 8)
                    .as(name)
                    .isFalse();
            id++;
        }
    }

    private Set<String> announcedRequests(int version) {
        Map<String, byte[]> pairs = extensions(harness.init(version));
        Set<String> names = new LinkedHashSet<>(pairs.keySet());
        if (version == 5) {
            ByteBuffer in = ByteBuffer.wrap(pairs.get("supported")).position(20);
            while (in.hasRemaining()) {
                names.add(Reply.text(in));
            }
        } else if (version == 6) {
            ByteBuffer in = ByteBuffer.wrap(pairs.get("supported2")).position(32);
            while (in.hasRemaining()) {
                names.add(Reply.text(in));
            }
        }
        names.removeAll(Set.of("newline", "versions", "supported", "supported2", "check-file", "version-select"));
        return names;
    }

    @Test
    void hiddenExtensionsAreNeitherAnnouncedNorAnswered() {
        harness.quirks().set(SftpQuirks.HIDDEN_EXTENSIONS, "limits@openssh.com, posix-rename@openssh.com");
        harness.connect();
        assertThat(extensions(harness.init(3)))
                .doesNotContainKeys("limits@openssh.com", "posix-rename@openssh.com")
                .containsKey("fsync@openssh.com");
        assertThat(harness.ask(requests.extended(1, "limits@openssh.com")).status())
                .isEqualTo(8);
    }

    @Test
    void versionSelectIsTakenAsTheFirstRequestOnly() {
        allVersions();
        harness.start(4);
        assertThat(harness.ask(requests.extended(1, "version-select").text("6")).status())
                .isZero();
        assertThat(harness.subsystem().info().version()).isEqualTo(6);
        assertThat(harness.session().profile().negotiatedVersion()).contains(6);
        assertThat(harness.ask(requests.extended(2, "version-select").text("5")).status())
                .isEqualTo(4);
        harness.await("the end", () -> harness.channel().exitStatus() != null);
    }

    private Packet openV5(int id, String path, int access, int flags) {
        return Packet.of(3, id).text(path).u32(access).u32(flags).noAttributes(harness.version());
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6})
    void dispositionsOfVersionsFiveAndSix(int version) {
        allVersions();
        harness.start(version);
        harness.tree().file("there", "content");
        int exists = 11;
        int missing = 2;
        assertThat(harness.ask(openV5(1, "there", ACE4_WRITE_DATA, CREATE_NEW)).status())
                .isEqualTo(exists);
        assertThat(harness.ask(openV5(2, "new", ACE4_WRITE_DATA, CREATE_NEW)).type())
                .isEqualTo(Reply.HANDLE);
        assertThat(harness.ask(openV5(3, "missing", ACE4_READ_DATA, OPEN_EXISTING))
                        .status())
                .isEqualTo(missing);
        assertThat(harness.ask(openV5(4, "missing", ACE4_WRITE_DATA, TRUNCATE_EXISTING))
                        .status())
                .isEqualTo(missing);
        assertThat(harness.ask(openV5(5, "there", ACE4_WRITE_DATA, OPEN_OR_CREATE))
                        .type())
                .isEqualTo(Reply.HANDLE);
        assertThat(harness.tree().content("there")).isEqualTo("content");
        byte[] appending = harness.ask(openV5(6, "there", ACE4_WRITE_DATA | ACE4_APPEND_DATA, 0x8 | OPEN_EXISTING))
                .handle();
        harness.ask(requests.write(7, appending, 0, "!".getBytes(StandardCharsets.UTF_8)));
        assertThat(harness.tree().content("there")).isEqualTo("content!");
        assertThat(harness.ask(openV5(8, "there", ACE4_WRITE_DATA, CREATE_TRUNCATE))
                        .type())
                .isEqualTo(Reply.HANDLE);
        assertThat(harness.tree().content("there")).isEmpty();
        int blockRead = 0x40;
        assertThat(harness.ask(openV5(9, "there", ACE4_READ_DATA, OPEN_EXISTING | blockRead))
                        .status())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"4,9", "5,9", "6,9", "3,4"})
    void aForeignHandleIsRefusedInTheVersionsWords(int version, int status) {
        allVersions();
        harness.start(version);
        assertThat(harness.ask(requests.read(1, new byte[] {9, 9, 9, 9}, 0, 1)).status())
                .isEqualTo(status);
        assertThat(harness.ask(requests.close(2, new byte[200])).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"3,4", "4,4", "5,4", "6,18"})
    void aFullDirectoryIsToldAsTheVersionCan(int version, int status) {
        allVersions();
        harness.start(version);
        harness.tree().directory("d").file("d/x", "");
        assertThat(harness.ask(requests.rmdir(1, "d")).status()).isEqualTo(status);
    }

    @Test
    void renameFlagsOfVersionFive() {
        allVersions();
        harness.start(5);
        harness.tree().file("a", "a").file("b", "b").file("c", "c");
        assertThat(harness.ask(Packet.of(18, 1).text("a").text("b").u32(0)).status())
                .isEqualTo(11);
        assertThat(harness.ask(Packet.of(18, 2).text("a").text("b").u32(1)).status())
                .isZero();
        assertThat(harness.ask(Packet.of(18, 3).text("b").text("c").u32(2)).status())
                .isZero();
        assertThat(harness.tree().content("c")).isEqualTo("a");
        harness.tree().file("b", "b").replacesInSteps();
        assertThat(harness.ask(Packet.of(18, 4).text("b").text("c").u32(2)).status())
                .as("atomic, where the store is not")
                .isEqualTo(8);
        assertThat(harness.ask(Packet.of(18, 5).text("b").text("c").u32(6)).status())
                .as("native leaves it to the server")
                .isZero();
    }

    @Test
    void listingsOfVersionSixEndWithAFlag() {
        allVersions();
        harness.start(6);
        harness.tree().file("f", "x");
        byte[] handle = requests.openedDirectory(".");
        ByteBuffer names = harness.ask(requests.readdir(1, handle)).fields();
        assertThat(names.get(names.limit() - 1)).isEqualTo((byte) 1);
        assertThat(names.getInt()).isEqualTo(3);
        assertThat(harness.ask(requests.readdir(2, handle)).status()).isEqualTo(1);
    }

    @Test
    void linksOfVersionSixPutTheNewOneFirst() {
        allVersions();
        harness.start(6);
        harness.tree().file("f", "x");
        assertThat(harness.ask(Packet.of(21, 1).text("soft").text("f").u8(1)).status())
                .isZero();
        assertThat(harness.ask(requests.readlink(2, "soft")).firstName()).isEqualTo("f");
        assertThat(harness.ask(Packet.of(21, 3).text("hard").text("f").u8(0)).status())
                .isZero();
        assertThat(harness.tree().attributesOf("hard").linkCount()).isEqualTo(2);
    }

    @Test
    void realPathOfVersionSixTellsAttributesWhereAsked() {
        allVersions();
        harness.start(6);
        harness.tree().file("f", "x");
        int regular = 1;
        int unknown = 5;
        assertThat(typeAfterName(harness.ask(requests.realpath(1, "f").u8(2)))).isEqualTo(regular);
        assertThat(typeAfterName(harness.ask(requests.realpath(2, "nope").u8(2))))
                .isEqualTo(unknown);
        assertThat(harness.ask(requests.realpath(3, "nope").u8(3)).status()).isEqualTo(2);
        assertThat(typeAfterName(harness.ask(requests.realpath(4, "nope").u8(1))))
                .isEqualTo(unknown);
        assertThat(harness.ask(requests.realpath(5, "a").u8(1).text("b").text("../c"))
                        .firstName())
                .isEqualTo("/home/a/c");
        assertThat(harness.ask(requests.realpath(6, "a").u8(1).text("/b")).firstName())
                .isEqualTo("/b");
    }

    private static int typeAfterName(Reply reply) {
        ByteBuffer in = reply.fields();
        in.getInt();
        Reply.text(in);
        in.getInt();
        return in.get();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void textIsConvertedBothWays(int version) {
        allVersions();
        harness.start(version);
        harness.tree().file("text", "one\ntwo\r\nthree");
        byte[] reading = openText("text", version, false);
        StringBuilder read = new StringBuilder();
        Reply reply = harness.ask(requests.read(1, reading, 0, 5));
        while (reply.type() == Reply.DATA) {
            read.append(reply.dataText());
            reply = harness.ask(requests.read(1, reading, 0, 5));
        }
        assertThat(read).hasToString("one\r\ntwo\r\nthree");
        assertThat(harness.ask(requests.extended(2, "text-seek").handle(reading).u64(1))
                        .status())
                .isZero();
        assertThat(harness.ask(requests.read(3, reading, 77, 100)).dataText()).isEqualTo("two\r\nthree");
        assertThat(harness.ask(requests.extended(4, "text-seek").handle(reading).u64(9))
                        .status())
                .isEqualTo(1);

        byte[] writing = openText("out", version, true);
        harness.ask(requests.write(5, writing, 0, "a\r".getBytes(StandardCharsets.UTF_8)));
        harness.ask(requests.write(6, writing, 0, "\nb\rc\r".getBytes(StandardCharsets.UTF_8)));
        harness.ask(requests.close(7, writing));
        assertThat(harness.tree().content("out")).isEqualTo("a\nb\rc\r");
    }

    private byte[] openText(String path, int version, boolean write) {
        if (version == 4) {
            int flags = 0x40 | (write ? Requests.WRITE | Requests.CREAT : Requests.READ);
            return harness.ask(requests.open(harness.newId(), path, flags)).handle();
        }
        return harness.ask(openV5(
                        harness.newId(),
                        path,
                        write ? ACE4_WRITE_DATA : ACE4_READ_DATA,
                        TEXT_MODE | (write ? OPEN_OR_CREATE : OPEN_EXISTING)))
                .handle();
    }

    @Test
    void textModeCanBeTurnedOff() {
        allVersions();
        harness.quirks().set(SftpQuirks.TEXT_MODE, false);
        harness.connect();
        assertThat(text(extensions(harness.init(4)).get("newline"))).isEqualTo("\n");
    }

    private static final byte[] LATIN = "/\u00fc".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] realPathOfLatin(int id) {
        ByteBuffer name = harness.ask(Packet.of(16, id).string(LATIN)).fields();
        name.getInt();
        return Reply.bytes(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void namesComeInTheCharsetOfTheClient(int version) {
        allVersions();
        harness.quirks().set(NameQuirks.FILENAME_CHARSET, StandardCharsets.ISO_8859_1);
        harness.start(version);
        assertThat(realPathOfLatin(1)).isEqualTo(LATIN);
        assertThat(harness.ask(requests.extended(2, "filename-translation-control")
                                .u8(0))
                        .status())
                .isEqualTo(8);
    }

    @Test
    void versionSixTurnsToTheAnnouncedCharsetWhenAsked() {
        allVersions();
        harness.quirks().set(NameQuirks.FILENAME_CHARSET, StandardCharsets.ISO_8859_1);
        harness.connect();
        assertThat(text(extensions(harness.init(6)).get("filename-charset"))).isEqualTo("ISO-8859-1");
        assertThat(harness.ask(requests.realpath(1, "/\u00fc")).firstName()).isEqualTo("/\u00fc");
        assertThat(harness.ask(Packet.of(16, 2).string(LATIN)).status()).isEqualTo(20);
        assertThat(translation(3, 0)).isZero();
        assertThat(realPathOfLatin(4)).isEqualTo(LATIN);
        assertThat(translation(5, 1)).isZero();
        assertThat(harness.ask(Packet.of(16, 6).string(LATIN)).status()).isEqualTo(20);
    }

    private int translation(int id, int on) {
        return harness.ask(requests.extended(id, "filename-translation-control").u8(on))
                .status();
    }
}
