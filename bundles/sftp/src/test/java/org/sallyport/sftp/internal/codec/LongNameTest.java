/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

class LongNameTest {

    private static final long NOW = Instant.parse("2026-11-24T12:00:00Z").getEpochSecond();

    private static String of(FileType type, int mode, String modified) {
        return new LongName(ZoneOffset.UTC, NOW)
                .of(
                        "name",
                        FileAttributes.builder(type)
                                .size(1234)
                                .permissions(mode)
                                .ownerNames("ann", "staff")
                                .linkCount(2)
                                .modifyTime(Instant.parse(modified).getEpochSecond(), 0)
                                .build())
                .toString();
    }

    @Test
    void looksAsOpenSshWritesIt() {
        assertThat(of(FileType.REGULAR, 0644, "2026-11-03T04:05:06Z"))
                .isEqualTo("-rw-r--r--    2 ann      staff        1234 Nov  3 04:05 name");
        assertThat(of(FileType.DIRECTORY, 01777, "2001-02-13T04:05:06Z"))
                .isEqualTo("drwxrwxrwt    2 ann      staff        1234 Feb 13  2001 name");
        assertThat(of(FileType.SYMLINK, 04755, "2030-01-01T00:00:00Z"))
                .isEqualTo("lrwsr-xr-x    2 ann      staff        1234 Jan  1  2030 name");
    }

    @Test
    void bearsTimesOutsideAnyCalendar() {
        FileAttributes far = FileAttributes.builder(FileType.REGULAR)
                .modifyTime(Long.MAX_VALUE, 0)
                .build();
        assertThat(new LongName(ZoneOffset.UTC, NOW).of("n", far).toString()).endsWith(" n");
    }
}
