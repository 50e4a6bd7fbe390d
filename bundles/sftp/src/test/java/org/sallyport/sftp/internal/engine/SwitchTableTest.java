/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.NamePatterns;
import org.sallyport.api.quirk.NameQuirks;
import org.sallyport.api.quirk.NameQuirks.AppleDouble;
import org.sallyport.api.quirk.NameQuirks.PathStyle;
import org.sallyport.api.quirk.NameQuirks.RealPath;
import org.sallyport.api.quirk.NameQuirks.Tilde;
import org.sallyport.api.quirk.NameQuirks.UnicodeForm;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.quirk.SftpQuirks.ExistsStatus;
import org.sallyport.api.quirk.SftpQuirks.LinkOrder;
import org.sallyport.api.quirk.SftpQuirks.NewPermissions;
import org.sallyport.api.quirk.SftpQuirks.RenameOverwrite;
import org.sallyport.api.quirk.SftpQuirks.SetAttribute;
import org.sallyport.api.quirk.SftpQuirks.ShownPermissions;
import org.sallyport.api.quirk.SftpQuirks.StatusText;
import org.sallyport.api.quirk.SftpQuirks.SymlinkCreation;
import org.sallyport.api.quirk.TransportQuirks;
import org.sallyport.api.quirk.VersionRange;
import org.sallyport.api.session.Activity;
import org.sallyport.sftp.harness.Packet;
import org.sallyport.sftp.harness.Reply;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;
import org.sallyport.sftp.internal.engine.schedule.Workers;

/**
 * Every switch of the engine: what a client meets without it and with it, and that a session beside the one that has it meets nothing
 * of it.
 */
class SwitchTableTest {

    /** Those that other parts use, with the tests that show them; SwitchContainmentTest shows that those of the tree reach no other session. */
    private static final List<Quirk<?>> ELSEWHERE = Stream.concat(
                    TransportQuirks.ALL.stream(), // the tests of sshd
                    Stream.of(
                            SftpQuirks.RESPONSE_ORDER, // OrderingTest
                            SftpQuirks.UPLOAD, // AtomicUploadTest
                            SftpQuirks.SYNC,
                            SftpQuirks.BROKEN_UPLOAD,
                            SftpQuirks.CLOSE_REPLY, // JournaledUploadTest
                            SftpQuirks.FSYNC_REPLY,
                            SftpQuirks.ABSOLUTE_SYMLINKS, // MountSwitchesTest
                            SftpQuirks.DELETE_THEN_RENAME,
                            SftpQuirks.RENAME_ACROSS_MOUNTS))
            .toList();

    private static final byte[] LATIN = "/\u00fc".getBytes(StandardCharsets.ISO_8859_1);

    /** What a client meets, by a value of a switch. */
    private record Case<T>(
            Quirk<T> quirk, T value, int version, Function<SftpHarness, Object> meets, Object without, Object with) {
        @Override
        public String toString() {
            return quirk + " in version " + version;
        }
    }

    private static <T> Case<T> v3(
            Quirk<T> quirk, T value, Function<SftpHarness, Object> meets, Object without, Object with) {
        return new Case<>(quirk, value, 3, meets, without, with);
    }

    static Stream<Case<?>> cases() {
        return Stream.of(
                v3(
                        SftpQuirks.VERSION_RANGE,
                        new VersionRange(3, 6),
                        harness -> harness.init(6).id(),
                        3,
                        6),
                v3(
                        SftpQuirks.HIDDEN_EXTENSIONS,
                        "limits@openssh.com",
                        harness -> harness.ask(ask(harness).extended(1, "limits@openssh.com"))
                                .type(),
                        Reply.EXTENDED_REPLY,
                        Reply.STATUS),
                v3(SftpQuirks.SYMLINK_ORDER, LinkOrder.LINK_FIRST, harness -> link(harness, "second"), "first", 2),
                new Case<>(
                        SftpQuirks.LINK_ORDER,
                        LinkOrder.TARGET_FIRST,
                        6,
                        harness -> {
                            harness.ask(Packet.of(21, 1)
                                    .text("first")
                                    .text("second")
                                    .u8(1));
                            return target(harness, "second");
                        },
                        2,
                        "first"),
                v3(SftpQuirks.MAX_READ, 4096, harness -> limit(harness, 1), 261120L, 4096L),
                v3(SftpQuirks.MAX_WRITE, 4096, harness -> limit(harness, 2), 261120L, 4096L),
                v3(SftpQuirks.READDIR_BYTES, 4096, SwitchTableTest::firstPart, 102, 38),
                v3(
                        SftpQuirks.EXTENDED_STATUS,
                        true,
                        harness -> mkdirExisting(harness).status(),
                        4,
                        11),
                v3(
                        SftpQuirks.EXISTS_STATUS,
                        ExistsStatus.PERMISSION_DENIED,
                        harness -> mkdirExisting(harness).status(),
                        4,
                        3),
                v3(
                        SftpQuirks.STATUS_TEXT,
                        StatusText.PLAIN,
                        harness -> mkdirExisting(harness).message().equals("File already exists"),
                        false,
                        true),
                v3(
                        SftpQuirks.MKDIR_EXISTING,
                        true,
                        harness -> mkdirExisting(harness).status(),
                        4,
                        0),
                v3(SftpQuirks.RENAME_OVERWRITE, RenameOverwrite.FILES, SwitchTableTest::renameOver, 4, 0),
                v3(SftpQuirks.SET_PERMISSIONS, SetAttribute.REFUSE, SwitchTableTest::chmod, 0, 3),
                v3(
                        SftpQuirks.SET_OWNER,
                        SetAttribute.REFUSE,
                        harness -> {
                            harness.tree().file("f", "x");
                            return harness.ask(Packet.of(9, 1)
                                            .text("f")
                                            .u32(2)
                                            .u32(7)
                                            .u32(7))
                                    .status();
                        },
                        0,
                        3),
                v3(
                        SftpQuirks.SET_TIMES,
                        SetAttribute.REFUSE,
                        harness -> {
                            harness.tree().file("f", "x");
                            return harness.ask(Packet.of(9, 1)
                                            .text("f")
                                            .u32(8)
                                            .u32(7)
                                            .u32(7))
                                    .status();
                        },
                        0,
                        3),
                v3(
                        SftpQuirks.SET_SIZE,
                        SetAttribute.IGNORE,
                        harness -> {
                            harness.tree().file("f", "x");
                            harness.ask(Packet.of(9, 1).text("f").u32(1).u64(7));
                            return harness.tree().attributesOf("f").size();
                        },
                        7L,
                        1L),
                v3(
                        SftpQuirks.SET_EXTENDED,
                        SetAttribute.REFUSE,
                        harness -> {
                            harness.tree().file("f", "x");
                            return harness.ask(Packet.of(9, 1)
                                            .text("f")
                                            .u32(0x80000000)
                                            .u32(1)
                                            .text("name@example.org")
                                            .text("value"))
                                    .status();
                        },
                        0,
                        3),
                v3(
                        SftpQuirks.NEW_PERMISSIONS,
                        NewPermissions.IGNORE,
                        harness -> {
                            harness.ask(Packet.of(3, 1)
                                    .text("f")
                                    .u32(Requests.WRITE | Requests.CREAT)
                                    .u32(4)
                                    .u32(0700));
                            return harness.tree().attributesOf("f").permissions();
                        },
                        0700,
                        0644),
                v3(SftpQuirks.OPEN_SIZE, true, SwitchTableTest::openWithSize, 7, 3),
                v3(SftpQuirks.SIGNED_TIMES, true, SwitchTableTest::lateTime, 0xf0000000L, 0x7fffffffL),
                v3(SftpQuirks.SHOWN_PERMISSIONS, ShownPermissions.SHARED, SwitchTableTest::shownMode, 0640, 0666),
                new Case<>(
                        SftpQuirks.ALWAYS_TIMES,
                        true,
                        4,
                        harness -> {
                            harness.tree().file("f", "x");
                            return harness.ask(Packet.of(17, 1).text("f").u32(1))
                                            .fields()
                                            .getInt()
                                    & 0x28;
                        },
                        0,
                        0x28),
                v3(
                        SftpQuirks.DOT_ENTRIES,
                        false,
                        harness -> {
                            harness.tree().file("f", "");
                            return names(harness).contains("..");
                        },
                        true,
                        false),
                v3(
                        SftpQuirks.CREATE_PARENTS,
                        true,
                        harness -> harness.ask(ask(harness).mkdir(1, "a/b/c")).status(),
                        2,
                        0),
                v3(
                        SftpQuirks.SYMLINK_CREATION,
                        SymlinkCreation.REFUSE,
                        harness ->
                                harness.ask(ask(harness).symlink(1, "t", "l")).status(),
                        0,
                        3),
                new Case<>(
                        SftpQuirks.TEXT_MODE,
                        false,
                        5,
                        harness -> {
                            harness.tree().file("f", "a\n");
                            byte[] handle = harness.ask(Packet.of(3, 1)
                                            .text("f")
                                            .u32(1)
                                            .u32(0x20 | 2)
                                            .u32(0)
                                            .u8(1))
                                    .handle();
                            return harness.ask(ask(harness).read(2, handle, 0, 100))
                                    .dataText();
                        },
                        "a\r\n",
                        "a\n"),
                v3(
                        NameQuirks.FILENAME_CHARSET,
                        Charset.forName("Shift_JIS"),
                        harness -> {
                            harness.ask(Packet.of(14, 1)
                                    .string("/\u30a2".getBytes(Charset.forName("Shift_JIS")))
                                    .u32(0));
                            return harness.tree().exists("/\u30a2");
                        },
                        false,
                        true),
                v3(
                        NameQuirks.FALLBACK_CHARSET,
                        StandardCharsets.UTF_8,
                        harness -> harness.ask(Packet.of(16, 1).string(LATIN)).type(),
                        Reply.NAME,
                        Reply.STATUS),
                v3(
                        NameQuirks.UNICODE_FORM,
                        UnicodeForm.NFC,
                        harness -> harness.ask(ask(harness).realpath(1, "/u\u0308"))
                                .firstName(),
                        "/u\u0308",
                        "/\u00fc"),
                v3(
                        NameQuirks.PATH_STYLE,
                        PathStyle.WINDOWS,
                        harness -> harness.ask(ask(harness).realpath(1, "/C:/a\\b"))
                                .firstName(),
                        "/C:/a\\b",
                        "/a/b"),
                v3(
                        NameQuirks.TILDE,
                        Tilde.HOME,
                        harness -> harness.ask(ask(harness).realpath(1, "~/x")).firstName(),
                        "/home/~/x",
                        "/home/x"),
                v3(
                        NameQuirks.REAL_PATH,
                        RealPath.MUST_EXIST,
                        harness -> harness.ask(ask(harness).realpath(1, "none")).type(),
                        Reply.NAME,
                        Reply.STATUS),
                v3(
                        NameQuirks.HIDDEN_NAMES,
                        NamePatterns.parse("Thumbs.*"),
                        harness -> {
                            harness.tree().file("Thumbs.db", "");
                            return names(harness).contains("Thumbs.db");
                        },
                        true,
                        false),
                v3(
                        NameQuirks.REFUSED_NAMES,
                        NamePatterns.parse("._*"),
                        harness -> harness.ask(ask(harness).mkdir(1, "._x")).status(),
                        0,
                        3),
                v3(
                        NameQuirks.TEMPORARY_NAMES,
                        NamePatterns.parse("*.filepart"),
                        SwitchTableTest::reportOfAnUpload,
                        List.of(Activity.Kind.UPLOAD, Activity.Kind.RENAME),
                        List.of(Activity.Kind.UPLOAD_TEMPORARY, Activity.Kind.UPLOAD)),
                v3(NameQuirks.APPLE_DOUBLE, AppleDouble.PAIR, SwitchTableTest::renameOfAPair, "a stays", "b"));
    }

    private static Requests ask(SftpHarness harness) {
        return new Requests(harness);
    }

    private static Object link(SftpHarness harness, String name) {
        harness.ask(ask(harness).symlink(1, "first", "second"));
        return target(harness, name);
    }

    private static Object target(SftpHarness harness, String link) {
        Reply reply = harness.ask(ask(harness).readlink(2, link));
        return reply.type() == Reply.NAME ? reply.firstName() : reply.status();
    }

    private static long limit(SftpHarness harness, int which) {
        ByteBuffer limits =
                harness.ask(ask(harness).extended(1, "limits@openssh.com")).fields();
        return limits.getLong(limits.position() + which * Long.BYTES);
    }

    private static Object firstPart(SftpHarness harness) {
        for (int i = 0; i < 100; i++) {
            harness.tree().file("file" + i, "");
        }
        byte[] handle = ask(harness).openedDirectory(".");
        return harness.ask(ask(harness).readdir(1, handle)).namesV3().size();
    }

    private static List<String> names(SftpHarness harness) {
        byte[] handle = ask(harness).openedDirectory(".");
        return harness.ask(ask(harness).readdir(1, handle)).namesV3().stream()
                .map(Reply.Name::name)
                .toList();
    }

    private static Reply mkdirExisting(SftpHarness harness) {
        harness.tree().directory("d");
        return harness.ask(ask(harness).mkdir(1, "d"));
    }

    private static Object renameOver(SftpHarness harness) {
        harness.tree().file("a", "a").file("b", "b");
        return harness.ask(ask(harness).rename(1, "a", "b")).status();
    }

    private static Object chmod(SftpHarness harness) {
        harness.tree().file("f", "x");
        return harness.ask(ask(harness).chmod(1, "f", 0600)).status();
    }

    private static Object openWithSize(SftpHarness harness) {
        harness.tree().file("f", "content");
        harness.ask(Packet.of(3, 1)
                .text("f")
                .u32(Requests.WRITE | Requests.CREAT)
                .u32(1)
                .u64(3));
        return harness.tree().content("f").length();
    }

    private static Object lateTime(SftpHarness harness) {
        harness.tree().file("f", "x");
        harness.ask(Packet.of(9, 1).text("f").u32(8).u32(0xf0000000L).u32(0xf0000000L));
        ByteBuffer attributes = harness.ask(ask(harness).stat(2, "f")).fields();
        return attributes.getInt(attributes.limit() - Integer.BYTES) & 0xffffffffL;
    }

    private static Object shownMode(SftpHarness harness) {
        harness.tree().file("f", "x");
        harness.ask(ask(harness).chmod(1, "f", 0640));
        ByteBuffer attributes = harness.ask(ask(harness).stat(2, "f")).fields();
        return attributes.getInt(attributes.limit() - 3 * Integer.BYTES) & 0777;
    }

    private static Object reportOfAnUpload(SftpHarness harness) {
        byte[] handle = ask(harness).opened("f.filepart", Requests.WRITE | Requests.CREAT);
        harness.ask(ask(harness).write(1, handle, 0, new byte[3]));
        harness.ask(ask(harness).close(2, handle));
        harness.ask(ask(harness).rename(3, "f.filepart", "f"));
        return harness.session().activities().stream().map(Activity::kind).toList();
    }

    private static Object renameOfAPair(SftpHarness harness) {
        harness.tree().file("a", "").file("._a", "");
        harness.ask(ask(harness).rename(1, "a", "b"));
        assertThat(harness.tree().exists("b")).isTrue();
        if (harness.tree().exists("._a")) {
            return "a stays";
        }
        assertThat(harness.ask(ask(harness).rename(2, "._a", "._b")).status())
                .as("a client that knows of the pair moves it too")
                .isZero();
        assertThat(harness.ask(ask(harness).remove(3, "b")).status()).isZero();
        assertThat(harness.tree().exists("._b")).isFalse();
        assertThat(harness.ask(ask(harness).remove(4, "._b")).status()).isZero();
        return "b";
    }

    private static <T> SftpHarness begin(Generation generation, Case<T> which, boolean with) {
        SftpHarness harness = new SftpHarness(generation);
        harness.quirks().set(SftpQuirks.VERSION_RANGE, new VersionRange(3, which.version()));
        if (with) {
            harness.quirks().set(which.quirk(), which.value());
        }
        return harness.start(which.version());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void makesItsDifferenceInItsSessionAlone(Case<?> which) {
        Generation generation = new Generation(Workers.forThisRuntime());
        try (SftpHarness before = begin(generation, which, false);
                SftpHarness with = begin(generation, which, true);
                SftpHarness after = begin(generation, which, false)) {
            assertThat(which.meets().apply(before)).isEqualTo(which.without());
            assertThat(which.meets().apply(with)).isEqualTo(which.with());
            assertThat(which.meets().apply(after)).isEqualTo(which.without());
            if (which.quirk() != NameQuirks.FALLBACK_CHARSET) {
                assertThat(with.quirks().exercised()).contains(which.quirk());
                assertThat(after.quirks().exercised()).doesNotContain(which.quirk());
            }
        }
        generation.retire();
    }

    @Test
    void everySwitchIsShown() {
        List<Quirk<?>> shown =
                Stream.concat(cases().map(Case::quirk), ELSEWHERE.stream()).toList();
        assertThat(KnownQuirks.ALL).allSatisfy(quirk -> assertThat(shown).contains(quirk));
    }

    @Test
    void namesAreShownInTheCharsetInWhichTheyCame() {
        try (SftpHarness harness = new SftpHarness()) {
            harness.start(3);
            harness.tree().file("\u00e4", "");
            assertThat(names(harness)).contains("\u00e4");
            assertThat(harness.ask(Packet.of(14, 2).string(LATIN).u32(0)).status())
                    .isZero();
            assertThat(harness.tree().exists("/\u00fc")).isTrue();
            byte[] handle = ask(harness).openedDirectory("/");
            ByteBuffer listing = harness.ask(ask(harness).readdir(3, handle)).fields();
            byte[] all = new byte[listing.remaining()];
            listing.get(all);
            assertThat(new String(all, StandardCharsets.ISO_8859_1)).contains("\u00fc");
            assertThat(harness.ask(ask(harness).stat(4, "\u00e4")).type())
                    .as("a name as it was shown before")
                    .isEqualTo(Reply.ATTRS);
            assertThat(harness.quirks().exercised()).contains(NameQuirks.FALLBACK_CHARSET);
        }
    }
}
