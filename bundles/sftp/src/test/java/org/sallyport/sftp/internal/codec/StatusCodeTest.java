/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.filetree.FileTreeException.Reason;

/** What each failure is called in each version: drafts 02, 04, 05 and 13. */
class StatusCodeTest {

    @ParameterizedTest
    @CsvSource({
        "NO_SUCH_FILE, 2, 2, 2, 2",
        "NO_SUCH_PATH, 2, 10, 10, 10",
        "ALREADY_EXISTS, 4, 11, 11, 11",
        "NOT_A_DIRECTORY, 2, 10, 10, 19",
        "IS_A_DIRECTORY, 4, 4, 4, 24",
        "NOT_EMPTY, 4, 4, 4, 18",
        "PERMISSION_DENIED, 3, 3, 3, 3",
        "READ_ONLY, 3, 12, 12, 12",
        "QUOTA, 4, 4, 15, 15",
        "NO_SPACE, 4, 4, 14, 14",
        "INVALID_NAME, 4, 4, 4, 20",
        "INVALID_ARGUMENT, 4, 4, 4, 23",
        "LINK_LOOP, 2, 2, 2, 21",
        "LOCKED, 4, 4, 17, 17",
        "UNKNOWN_PRINCIPAL, 4, 4, 16, 16",
        "UNSUPPORTED, 8, 8, 8, 8",
        "UNAVAILABLE, 4, 4, 4, 4",
        "CROSS_STORE, 4, 4, 4, 4",
        "TOO_MANY_OPEN, 4, 4, 4, 4",
        "CLOSED, 4, 9, 9, 9",
        "FAILURE, 4, 4, 4, 4"
    })
    void eachReasonHasACodeOfTheVersion(Reason reason, int three, int four, int five, int six) {
        StatusCode status = StatusCode.of(reason);
        assertThat(new int[] {status.code(3, false), status.code(4, false), status.code(5, false), status.code(6, false)
                })
                .containsExactly(three, four, five, six);
        assertThat(status.code(3, true)).as("where codes above 8 are borne").isEqualTo(six);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void codesStayInsideTheVersion(int version) {
        int last = new int[] {8, 13, 17, 31}[version - 3];
        assertThat(StatusCode.values()).allMatch(status -> status.code(version, false) <= last);
    }

    @Test
    void noReasonIsForgottenAbove() {
        Set<Reason> all = EnumSet.allOf(Reason.class);
        assertThat(all).hasSize(21);
    }
}
