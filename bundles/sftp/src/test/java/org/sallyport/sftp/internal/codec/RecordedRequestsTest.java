/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/**
 * Every request in every version, as bytes written down after the drafts: draft-02 for version 3, draft-04 for 4, draft-05 for 5, draft-13 for 6,
 * OpenSSH's PROTOCOL for its extensions. {@code "/a"} is 00000002 2f61; handle 7 is 00000004 00000007; the id is 00000005.
 */
class RecordedRequestsTest {

    private static final int ID = 5;
    private static final String A = "00000002 2f61";
    private static final String B = "00000002 2f62";
    private static final String HANDLE = "00000004 00000007";
    private static final FileAttributes NONE = FileAttributes.EMPTY;

    /**
     * One recording.
     *
     * @param versions in which the bytes mean this
     * @param hex from the type byte on, without the length
     */
    record Recording(String what, List<Integer> versions, String hex, Request request) {

        @Override
        public String toString() {
            return what + " in " + versions;
        }
    }

    private static Recording all(String what, String hex, Request request) {
        return new Recording(what, List.of(3, 4, 5, 6), hex, request);
    }

    private static Recording in(int version, String what, String hex, Request request) {
        return new Recording(what, List.of(version), hex, request);
    }

    private static FileAttributes.Builder regular() {
        return FileAttributes.builder(FileType.REGULAR);
    }

    private static OpenOptions options(
            boolean read, boolean write, boolean append, boolean create, boolean truncate, boolean exclusive) {
        return new OpenOptions(read, write, append, create, truncate, exclusive, false);
    }

    static Stream<Recording> recordings() {
        List<Recording> all = new ArrayList<>();
        // OPEN: draft-02 section 6.3
        all.add(in(
                3,
                "OPEN to read",
                "03 00000005 " + A + " 00000001 00000000",
                new Request.Open(ID, "/a", OpenOptions.READ, false, 0, NONE)));
        all.add(in(
                3,
                "OPEN with pflags 0, which reads",
                "03 00000005 " + A + " 00000000 00000000",
                new Request.Open(ID, "/a", OpenOptions.READ, false, 0, NONE)));
        all.add(in(
                3,
                "OPEN as OpenSSH uploads: WRITE, CREAT, TRUNC, mode with type bits",
                "03 00000005 " + A + " 0000001a 00000004 000081a4",
                new Request.Open(
                        ID,
                        "/a",
                        OpenOptions.REPLACE,
                        false,
                        0,
                        regular().permissions(0644).build())));
        all.add(in(
                3,
                "OPEN to append, exclusively made",
                "03 00000005 " + A + " 0000002e 00000000",
                new Request.Open(ID, "/a", options(false, true, true, true, false, true), false, 0, NONE)));
        all.add(in(
                4,
                "OPEN in text mode (draft-04 section 6.3)",
                "03 00000005 " + A + " 00000043 00000000 01",
                new Request.Open(
                        ID,
                        "/a",
                        options(true, true, false, false, false, false),
                        true,
                        0,
                        regular().build())));
        // draft-05 and -13 section 8.1: desired-access, then flags with the disposition
        for (int version : new int[] {5, 6}) {
            all.add(in(
                    version,
                    "OPEN existing to read",
                    "03 00000005 " + A + " 00000081 00000002 00000000 05",
                    new Request.Open(ID, "/a", OpenOptions.READ, false, 0, NONE)));
            all.add(in(
                    version,
                    "OPEN, create or truncate, to write",
                    "03 00000005 " + A + " 00000102 00000001 00000000 01",
                    new Request.Open(
                            ID, "/a", OpenOptions.REPLACE, false, 0, regular().build())));
            all.add(in(
                    version,
                    "OPEN, create new",
                    "03 00000005 " + A + " 00000002 00000000 00000000 01",
                    new Request.Open(
                            ID,
                            "/a",
                            options(false, true, false, true, false, true),
                            false,
                            0,
                            regular().build())));
            all.add(in(
                    version,
                    "OPEN or create, to append as text",
                    "03 00000005 " + A + " 00000006 0000002b 00000000 01",
                    new Request.Open(
                            ID,
                            "/a",
                            options(false, true, true, true, false, false),
                            true,
                            0,
                            regular().build())));
            all.add(in(
                    version,
                    "OPEN, truncate existing, blocking others",
                    "03 00000005 " + A + " 00000002 000000c4 00000000 01",
                    new Request.Open(
                            ID,
                            "/a",
                            options(false, true, false, false, true, false),
                            false,
                            0xc0,
                            regular().build())));
        }
        all.add(in(
                6,
                "OPEN that follows no link",
                "03 00000005 " + A + " 00000001 00000402 00000000 05",
                new Request.Open(
                        ID, "/a", new OpenOptions(true, false, false, false, false, false, true), false, 0, NONE)));
        // draft-02 sections 6.3 and 6.4
        all.add(all("CLOSE", "04 00000005 " + HANDLE, new Request.Close(ID, 7)));
        all.add(all(
                "CLOSE of a handle that is none of ours",
                "04 00000005 00000003 414243",
                new Request.Close(ID, Request.FOREIGN_HANDLE)));
        all.add(all(
                "READ",
                "05 00000005 " + HANDLE + " 0000000100000002 00008000",
                new Request.Read(ID, 7, 0x100000002L, 32768)));
        all.add(all(
                "READ of more than can be",
                "05 00000005 " + HANDLE + " 0000000000000000 ffffffff",
                new Request.Read(ID, 7, 0, Integer.MAX_VALUE)));
        all.add(all(
                "WRITE",
                "06 00000005 " + HANDLE + " 0000000000000010 00000003 616263",
                new Request.Write(ID, 7, 16, ByteBuffer.wrap("abc".getBytes(StandardCharsets.US_ASCII)))));
        all.add(all(
                "WRITE of nothing",
                "06 00000005 " + HANDLE + " 0000000000000010 00000000",
                new Request.Write(ID, 7, 16, ByteBuffer.allocate(0))));
        // draft-02 section 6.8, draft-13 section 8.5
        all.add(in(3, "LSTAT", "07 00000005 " + A, new Request.Stat(ID, "/a", false, Attribute.BASIC)));
        all.add(in(3, "FSTAT", "08 00000005 " + HANDLE, new Request.FStat(ID, 7, Attribute.BASIC)));
        all.add(in(3, "STAT", "11 00000005 " + A, new Request.Stat(ID, "/a", true, Attribute.BASIC)));
        for (int version : new int[] {4, 5, 6}) {
            all.add(in(
                    version,
                    "LSTAT that wants size and owner",
                    "07 00000005 " + A + " 00000081",
                    new Request.Stat(ID, "/a", false, EnumSet.of(Attribute.SIZE, Attribute.OWNER_NAMES))));
            all.add(in(
                    version,
                    "FSTAT that wants times",
                    "08 00000005 " + HANDLE + " 00000038",
                    new Request.FStat(
                            ID, 7, EnumSet.of(Attribute.ACCESS_TIME, Attribute.CREATE_TIME, Attribute.MODIFY_TIME))));
            all.add(in(
                    version,
                    "STAT that wants permissions and ACL",
                    "11 00000005 " + A + " 00000044",
                    new Request.Stat(ID, "/a", true, EnumSet.of(Attribute.PERMISSIONS, Attribute.ACL))));
        }
        all.add(in(
                6,
                "STAT that wants what version 6 added",
                "11 00000005 " + A + " 0000ae00",
                new Request.Stat(
                        ID,
                        "/a",
                        true,
                        EnumSet.of(
                                Attribute.BITS,
                                Attribute.ALLOCATION_SIZE,
                                Attribute.TEXT_HINT,
                                Attribute.LINK_COUNT,
                                Attribute.CHANGE_TIME))));
        // attributes: draft-02 section 5
        all.add(in(
                3,
                "SETSTAT of everything that version 3 has",
                "09 00000005 " + A
                        + " 8000000f 0000000000000009 000003e8 00000064 000001ed 3b9aca00 fffffffe 00000001 00000003 782e79 00000001 7a",
                new Request.SetStat(
                        ID,
                        "/a",
                        true,
                        FileAttributes.builder(FileType.UNKNOWN)
                                .size(9)
                                .ownerIds(1000, 100)
                                .permissions(0755)
                                .accessTime(1_000_000_000, 0)
                                .modifyTime(4_294_967_294L, 0)
                                .extended(Map.of("x.y", new byte[] {'z'}))
                                .build())));
        all.add(in(
                3,
                "FSETSTAT of a size",
                "0a 00000005 " + HANDLE + " 00000001 0000000000000000",
                new Request.FSetStat(
                        ID, 7, FileAttributes.builder(FileType.UNKNOWN).size(0).build())));
        // draft-04 section 5
        all.add(in(
                4,
                "SETSTAT with owner names, 64-bit times and their nanoseconds, ACL",
                "09 00000005 " + A + " 000001fd 01 0000000000000009 00000003 616e6e 00000005 7374616666 000001a4"
                        + " ffffffffffffffff 00000001 0000000000000002 00000002 0000000100000000 3b9ac9ff"
                        + " 0000001a 00000001 00000000 00000001 00000002 00000006 454f4e4c4059",
                new Request.SetStat(
                        ID,
                        "/a",
                        true,
                        regular()
                                .size(9)
                                .ownerNames("ann", "staff")
                                .permissions(0644)
                                .accessTime(-1, 1)
                                .createTime(2, 2)
                                .modifyTime(0x100000000L, 999_999_999)
                                .acl(0, List.of(new AclEntry(0, 1, 2, "EONL@Y")))
                                .build())));
        // draft-05 section 5.8: attribute bits without a mask of valid ones
        all.add(in(
                5,
                "SETSTAT of attribute bits",
                "09 00000005 " + A + " 00000200 01 00000005",
                new Request.SetStat(ID, "/a", true, regular().bits(5, -1).build())));
        // draft-13 section 7
        all.add(in(
                6,
                "SETSTAT of everything that version 6 has",
                "09 00000005 " + A + " 8000fefd 01 0000000000000009 0000000000001000 00000001 61 00000001 62 000001a4"
                        + " 0000000000000001 0000000000000002 0000000000000003 0000000000000004"
                        + " 00000008 00000007 00000000 00000003 00000001 02 0000000a 746578742f706c61696e"
                        + " 00000002 00000001 6e 00000000",
                new Request.SetStat(
                        ID,
                        "/a",
                        true,
                        regular()
                                .size(9)
                                .allocationSize(4096)
                                .ownerNames("a", "b")
                                .permissions(0644)
                                .accessTime(1, 0)
                                .createTime(2, 0)
                                .modifyTime(3, 0)
                                .changeTime(4, 0)
                                .acl(7, List.of())
                                .bits(3, 1)
                                .textHint(2)
                                .mimeType("text/plain")
                                .linkCount(2)
                                .untranslatedName("n")
                                .extended(Map.of())
                                .build())));
        all.add(all("OPENDIR", "0b 00000005 " + A, new Request.OpenDir(ID, "/a")));
        all.add(all("READDIR", "0c 00000005 " + HANDLE, new Request.ReadDir(ID, 7)));
        all.add(all("REMOVE", "0d 00000005 " + A, new Request.Remove(ID, "/a")));
        all.add(in(
                3,
                "MKDIR",
                "0e 00000005 " + A + " 00000004 000001ff",
                new Request.MkDir(
                        ID,
                        "/a",
                        FileAttributes.builder(FileType.UNKNOWN)
                                .permissions(0777)
                                .build())));
        all.add(in(
                6,
                "MKDIR",
                "0e 00000005 " + A + " 00000004 02 000001ff",
                new Request.MkDir(
                        ID,
                        "/a",
                        FileAttributes.builder(FileType.DIRECTORY)
                                .permissions(0777)
                                .build())));
        all.add(all("RMDIR", "0f 00000005 " + A, new Request.RmDir(ID, "/a")));
        all.add(new Recording(
                "REALPATH", List.of(3, 4, 5), "10 00000005 00000001 2e", new Request.RealPath(ID, ".", 0, List.of())));
        all.add(in(
                6,
                "REALPATH without control byte, which means NO_CHECK",
                "10 00000005 00000001 2e",
                new Request.RealPath(ID, ".", 1, List.of())));
        all.add(in(
                6,
                "REALPATH with control byte and paths to compose (draft-13 section 8.9)",
                "10 00000005 " + A + " 03 00000001 62 00000002 2e2e",
                new Request.RealPath(ID, "/a", 3, List.of("b", ".."))));
        all.add(new Recording("RENAME", List.of(3, 4), "12 00000005 " + A + B, new Request.Rename(ID, "/a", "/b", 0)));
        all.add(new Recording(
                "RENAME with flags",
                List.of(5, 6),
                "12 00000005 " + A + B + " 00000003",
                new Request.Rename(ID, "/a", "/b", 3)));
        all.add(all("READLINK", "13 00000005 " + A, new Request.ReadLink(ID, "/a")));
        all.add(all(
                "SYMLINK, arguments in the order of the wire",
                "14 00000005 " + A + B,
                new Request.Symlink(ID, "/a", "/b")));
        all.add(in(
                6,
                "LINK (draft-13 section 8.10)",
                "15 00000005 " + A + B + " 01",
                new Request.Link(ID, "/a", "/b", true)));
        all.add(in(
                3, "LINK, which version 3 does not have", "15 00000005 " + A + B + " 01", new Request.Unknown(ID, 21)));
        all.add(all(
                "BLOCK",
                "16 00000005 " + HANDLE + " 0000000000000000 0000000000000000 00000040",
                new Request.Unknown(ID, 22)));
        all.add(all(
                "UNBLOCK",
                "17 00000005 " + HANDLE + " 0000000000000000 0000000000000000",
                new Request.Unknown(ID, 23)));
        all.add(all("a message that nobody knows", "63 00000005 0102", new Request.Unknown(ID, 0x63)));
        // OpenSSH's PROTOCOL section 4 and draft-ietf-secsh-filexfer-extensions-00
        all.add(all(
                "posix-rename", extended("posix-rename@openssh.com") + A + B, new Request.Rename(ID, "/a", "/b", 4)));
        all.add(all(
                "statvfs",
                extended("statvfs@openssh.com") + A,
                new Request.StatVfs(ID, Optional.of("/a"), Request.FOREIGN_HANDLE)));
        all.add(all(
                "fstatvfs", extended("fstatvfs@openssh.com") + HANDLE, new Request.StatVfs(ID, Optional.empty(), 7)));
        all.add(all("hardlink", extended("hardlink@openssh.com") + A + B, new Request.HardLink(ID, "/a", "/b")));
        all.add(all("fsync", extended("fsync@openssh.com") + HANDLE, new Request.FSync(ID, 7)));
        all.add(in(
                3,
                "lsetstat",
                extended("lsetstat@openssh.com") + A + " 00000004 000001ff",
                new Request.SetStat(
                        ID,
                        "/a",
                        false,
                        FileAttributes.builder(FileType.UNKNOWN)
                                .permissions(0777)
                                .build())));
        all.add(all("limits", extended("limits@openssh.com"), new Request.Limits(ID)));
        all.add(all(
                "expand-path",
                extended("expand-path@openssh.com") + "00000003 7e2f78",
                new Request.ExpandPath(ID, "~/x")));
        all.add(all("home-directory", extended("home-directory") + "00000000", new Request.HomeDirectory(ID, "")));
        all.add(all(
                "users-groups-by-id",
                extended("users-groups-by-id@openssh.com") + "00000008 00000000 000003e8 00000004 00000064",
                new Request.UsersGroupsById(ID, List.of(0, 1000), List.of(100))));
        all.add(all(
                "copy-data",
                extended("copy-data") + HANDLE + "0000000000000001 0000000000000002 00000004 00000008 0000000000000003",
                new Request.CopyData(ID, 7, 1, 2, 8, 3)));
        all.add(all("copy-file", extended("copy-file") + A + B + "01", new Request.CopyFile(ID, "/a", "/b", true)));
        all.add(all(
                "check-file-name",
                extended("check-file-name") + A + "0000000a 6d64352c73686131 2c78"
                        + "0000000000000000 0000000000000000 00000100",
                new Request.CheckFile(
                        ID, Optional.of("/a"), Request.FOREIGN_HANDLE, List.of("md5", "sha1", "x"), 0, 0, 256)));
        all.add(all(
                "check-file-handle",
                extended("check-file-handle") + HANDLE
                        + "00000006 736861323536 0000000000000001 0000000000000002 00000000",
                new Request.CheckFile(ID, Optional.empty(), 7, List.of("sha256"), 1, 2, 0)));
        all.add(all("space-available", extended("space-available") + A, new Request.SpaceAvailable(ID, "/a")));
        all.add(all("version-select", extended("version-select") + "00000001 34", new Request.VersionSelect(ID, "4")));
        all.add(all("text-seek", extended("text-seek") + HANDLE + "0000000000000009", new Request.TextSeek(ID, 7, 9)));
        all.add(all(
                "an extension that nobody knows",
                extended("x@example.org") + "00",
                new Request.UnknownExtension(ID, "x@example.org")));
        return all.stream();
    }

    private static String extended(String name) {
        StringBuilder hex = new StringBuilder("c8 00000005 " + String.format("%08x", name.length()));
        name.chars().forEach(c -> hex.append(String.format("%02x", c)));
        return hex.append(' ').toString();
    }

    private static byte[] bytes(String hex) {
        String digits = hex.replace(" ", "");
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
        }
        return bytes;
    }

    private static RequestDecoder decoder(int version) {
        return new RequestDecoder(
                version, NameCharset.utf8(), new AttributesCodec(version, 0xffffffffL, false, false), Set.of());
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void isDecoded(Recording recording) throws ProtocolException {
        for (int version : recording.versions()) {
            Request request = decoder(version).decode(ByteBuffer.wrap(bytes(recording.hex())));
            assertThat(request).usingRecursiveComparison().isEqualTo(recording.request());
        }
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void whatIsCutShortIsRefusedForItsRequestAlone(Recording recording) {
        byte[] whole = bytes(recording.hex());
        for (int version : recording.versions()) {
            for (int length = 0; length < whole.length; length++) {
                ByteBuffer cut = ByteBuffer.wrap(whole, 0, length).slice();
                if (length < 5) {
                    assertThatThrownBy(() -> decoder(version).decode(cut))
                            .isInstanceOfSatisfying(
                                    ProtocolException.class, refusal -> assertThat(refusal.isAnswerable())
                                            .isFalse());
                } else {
                    assertOnlyProtocolException(version, cut);
                }
            }
        }
    }

    @Test
    void randomDamageIsRefusedAndNothingElse() {
        SplittableRandom random = new SplittableRandom(13);
        List<Recording> recordings = recordings().toList();
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged =
                    bytes(recordings.get(random.nextInt(recordings.size())).hex());
            for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertOnlyProtocolException(random.nextInt(3, 7), ByteBuffer.wrap(damaged));
        }
    }

    private static void assertOnlyProtocolException(int version, ByteBuffer packet) {
        assertThatCode(() -> {
                    try {
                        decoder(version).decode(packet);
                    } catch (ProtocolException refused) {
                        assertThat(refused.getMessage()).isNotEmpty();
                    }
                })
                .doesNotThrowAnyException();
    }

    @Test
    void namesThatAreNotInTheCharsetAreRefusedNotReplaced() {
        assertThatThrownBy(() -> decoder(3).decode(ByteBuffer.wrap(bytes("0d 00000005 00000002 c328"))))
                .isInstanceOfSatisfying(ProtocolException.class, refusal -> {
                    assertThat(refusal.status()).isEqualTo(StatusCode.INVALID_FILENAME);
                    assertThat(refusal.requestId()).isEqualTo(ID);
                });
        assertThatThrownBy(() -> decoder(3).decode(ByteBuffer.wrap(bytes("0d 00000005 00000003 610062"))))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void offsetsAbove63BitsAreRefused() {
        assertThatThrownBy(() -> decoder(3)
                        .decode(ByteBuffer.wrap(bytes("05 00000005 " + HANDLE + " 8000000000000000 00000001"))))
                .isInstanceOf(ProtocolException.class);
    }
}
