/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** ATTRS as each version writes them, against bytes written down after the drafts. */
class AttributesCodecTest {

    private static final FileAttributes FILE = FileAttributes.builder(FileType.REGULAR)
            .size(9)
            .allocationSize(4096)
            .ownerIds(1000, 100)
            .ownerNames("ann", "staff")
            .permissions(0644)
            .accessTime(1, 0)
            .createTime(2, 0)
            .modifyTime(3, 0)
            .changeTime(4, 0)
            .linkCount(1)
            .build();

    private static String written(int version, FileAttributes attributes, Set<Attribute> wanted) {
        ReplyBuffer out = new ReplyBuffer(8);
        out.begin(0, 0);
        new AttributesCodec(version, Integer.MAX_VALUE, false, false).write(out, attributes, wanted);
        ByteBuffer packet = out.finish();
        byte[] bytes = new byte[packet.remaining() - 9];
        packet.position(9).get(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String hex(String spaced) {
        return spaced.replace(" ", "");
    }

    @Test
    void version3HasNumbersAnd32BitTimes() {
        assertThat(written(3, FILE, Attribute.ALL))
                .isEqualTo(hex("0000000f 0000000000000009 000003e8 00000064 000081a4 00000001 00000003"));
    }

    @Test
    void version3TimesAreClampedNotWrapped() {
        FileAttributes far = FileAttributes.builder(FileType.REGULAR)
                .modifyTime(9_999_999_999L, 0)
                .accessTime(-5, 0)
                .build();
        assertThat(written(3, far, Attribute.ALL)).isEqualTo(hex("00000008 00000000 7fffffff"));
    }

    @Test
    void version4HasATypeNamesAnd64BitTimes() {
        assertThat(written(4, FILE, Attribute.ALL))
                .isEqualTo(hex("000000bd 01 0000000000000009 00000003 616e6e 00000005 7374616666 000001a4"
                        + " 0000000000000001 0000000000000002 0000000000000003"));
    }

    @Test
    void version6AddsAllocationSizeChangeTimeAndLinkCount() {
        assertThat(written(6, FILE, Attribute.ALL))
                .isEqualTo(
                        hex("0000a4bd 01 0000000000000009 0000000000001000 00000003 616e6e 00000005 7374616666 000001a4"
                                + " 0000000000000001 0000000000000002 0000000000000003 0000000000000004 00000001"));
    }

    @Test
    void onlyWhatIsWantedIsTold() {
        assertThat(written(5, FILE, Set.of(Attribute.SIZE))).isEqualTo(hex("00000001 01 0000000000000009"));
    }

    @Test
    void nanosecondsAreToldForAllTimesOrNone() {
        FileAttributes times = FileAttributes.builder(FileType.DIRECTORY)
                .accessTime(1, 0)
                .modifyTime(3, 7)
                .build();
        assertThat(written(6, times, Attribute.ALL))
                .isEqualTo(hex("00000128 02 0000000000000001 00000000 0000000000000003 00000007"));
    }

    @Test
    void accessControlListsHaveFlagsFromVersion6On() {
        FileAttributes acl = FileAttributes.builder(FileType.REGULAR)
                .acl(1, List.of(new AclEntry(0, 2, 3, "a@")))
                .build();
        assertThat(written(5, acl, Attribute.ALL))
                .isEqualTo(hex("00000040 01 00000016 00000001 00000000 00000002 00000003 00000002 6140"));
        assertThat(written(6, acl, Attribute.ALL))
                .isEqualTo(hex("00000040 01 0000001a 00000001 00000001 00000000 00000002 00000003 00000002 6140"));
    }

    private static FileAttributes read(int version, String hex) throws ProtocolException {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        WireReader in = new WireReader(bytes, 1, NameCharset.utf8());
        FileAttributes attributes = new AttributesCodec(version, Integer.MAX_VALUE, false, false).read(in);
        assertThat(in.hasRemaining()).isFalse();
        return attributes;
    }

    /** Every field of a version, in its place. */
    @ParameterizedTest
    @CsvSource({
        // size, uid and gid, permissions, times, extended
        "3, '8000000f 0000000000000009 000003e8 00000064 000081a4 00000001 00000003 00000001 00000001 78 00000002 7979'",
        // size, owner, group, permissions, three times with nanoseconds, ACL, extended
        "4, '800001fd 01 0000000000000009 00000001 61 00000001 62 000001a4 0000000000000001 00000007"
                + " 0000000000000002 00000008 0000000000000003 00000009"
                + " 00000016 00000001 00000000 00000002 00000003 00000002 6140 00000001 00000001 78 00000002 7979'",
        // the same with attrib-bits
        "5, '800003fd 01 0000000000000009 00000001 61 00000001 62 000001a4 0000000000000001 00000007"
                + " 0000000000000002 00000008 0000000000000003 00000009"
                + " 00000016 00000001 00000000 00000002 00000003 00000002 6140 00000005"
                + " 00000001 00000001 78 00000002 7979'",
        // allocation size, ctime, ACL flags, valid bits, text hint, MIME type, link count, untranslated name
        "6, '8000fffd 01 0000000000000009 0000000000001000 00000001 61 00000001 62 000001a4 0000000000000001 00000007"
                + " 0000000000000002 00000008 0000000000000003 00000009 0000000000000004 0000000a"
                + " 0000001a 00000003 00000001 00000000 00000002 00000003 00000002 6140 00000805 00000807"
                + " 01 00000003 612f62 00000002 00000001 7a 00000001 00000001 78 00000002 7979'"
    })
    void everyFieldGoesRound(int version, String spaced) throws ProtocolException {
        String hex = hex(spaced);
        FileAttributes attributes = read(version, hex);
        String expected = version == 3 ? hex.substring(0, 64).replace("8000000f", "0000000f") : hex;
        assertThat(written(version, attributes, Attribute.ALL)).isEqualTo(expected);
        assertThat(attributes.extended()).containsOnlyKeys("x");
    }

    @Test
    void aNegativeTimeIsBefore1970() throws ProtocolException {
        FileAttributes half = read(6, hex("00000120 01 ffffffffffffffff 1dcd6500"));
        assertThat(half.modifySeconds()).isEqualTo(-1);
        assertThat(half.modifyNanos()).isEqualTo(500_000_000);
        assertThat(written(6, half, Attribute.ALL)).isEqualTo(hex("00000120 01 ffffffffffffffff 1dcd6500"));
    }

    @ParameterizedTest
    @CsvSource({
        "3, 00000010, a flag of version 4",
        "4, 00000200 01, a flag of version 5",
        "5, 00000400 01, a flag of version 6",
        "6, 00000002 01, the reserved flag",
        "6, 00010000 01, a flag that nobody knows",
        "6, 00000120 01 0000000000000000 3b9aca00, a second of nanoseconds",
        "3, 80000000 ffffffff, 2^32-1 pairs",
        "3, 80000000 00001001, 4097 pairs",
        "6, 00000040 01 00000008 00000000 ffffffff, 2^32-1 ACEs",
        "6, 00000040 01 00000008 00000000 00000001, an ACE outside of its string",
        "6, 00000040 01 7fffffff, an ACL outside of the packet"
    })
    void whatCannotBeIsRefused(int version, String spaced, String what) {
        assertThatThrownBy(() -> read(version, hex(spaced)))
                .as(what)
                .isInstanceOfSatisfying(ProtocolException.class, refusal -> {
                    assertThat(refusal.isAnswerable()).isTrue();
                    assertThat(refusal.status()).isEqualTo(StatusCode.BAD_MESSAGE);
                });
    }

    @ParameterizedTest
    @CsvSource({"SOCKET, 4", "CHAR_DEVICE, 4", "BLOCK_DEVICE, 4", "FIFO, 4", "SYMLINK, 3", "UNKNOWN, 5"})
    void versionFourHasFewerTypes(FileType type, int code) {
        FileAttributes attributes = FileAttributes.builder(type).build();
        assertThat(written(4, attributes, Attribute.ALL)).isEqualTo(hex("00000000 0" + code));
        assertThat(written(5, attributes, Attribute.ALL)).isEqualTo(hex("00000000 0" + type.code()));
    }
}
