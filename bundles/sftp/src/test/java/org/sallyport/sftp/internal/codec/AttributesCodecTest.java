/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
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
        new AttributesCodec(version, Integer.MAX_VALUE).write(out, attributes, wanted);
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

    @Test
    void statusCodesStayInsideTheVersion() {
        for (StatusCode status : StatusCode.values()) {
            assertThat(status.code(3, false)).isBetween(0, 8);
            assertThat(status.code(4, false)).isBetween(0, 13);
            assertThat(status.code(5, false)).isBetween(0, 17);
        }
        assertThat(StatusCode.NO_SUCH_PATH.code(3, false)).isEqualTo(2);
        assertThat(StatusCode.FILE_ALREADY_EXISTS.code(3, false)).isEqualTo(4);
        assertThat(StatusCode.FILE_ALREADY_EXISTS.code(4, false)).isEqualTo(11);
        assertThat(StatusCode.WRITE_PROTECT.code(3, false)).isEqualTo(3);
        assertThat(StatusCode.DIR_NOT_EMPTY.code(6, false)).isEqualTo(18);
        assertThat(StatusCode.DIR_NOT_EMPTY.code(3, true)).isEqualTo(18);
    }
}
