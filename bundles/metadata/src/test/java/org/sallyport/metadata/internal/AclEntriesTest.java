/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.metadata.AclEntry;

class AclEntriesTest {

    private record Named(String getName) implements UserPrincipal {}

    @ParameterizedTest
    @CsvSource({"0, 0, 0x1f01ff", "1, 0xb, 0x1", "2, 4, 0x100000", "3, 1, 0x10000"})
    void keepsEveryBitBothWays(int type, String flags, String mask) throws IOException {
        AclEntry entry = new AclEntry(type, Integer.decode(flags), Integer.decode(mask), "EVERYONE@");

        assertThat(AclEntries.toSftp(AclEntries.toJava(entry, new Named("EVERYONE@"))))
                .isEqualTo(entry);
    }

    @Test
    void mapsTheBitsOfNfs() throws IOException {
        assertThat(AclEntries.toJava(new AclEntry(0, 0, 0x40020, "a"), new Named("a"))
                        .permissions())
                .containsExactlyInAnyOrder(AclEntryPermission.EXECUTE, AclEntryPermission.WRITE_ACL);
    }

    @Test
    void refusesUnknownTypes() {
        assertThatThrownBy(() -> AclEntries.toJava(new AclEntry(4, 0, 0, "a"), new Named("a")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("4");
    }
}
