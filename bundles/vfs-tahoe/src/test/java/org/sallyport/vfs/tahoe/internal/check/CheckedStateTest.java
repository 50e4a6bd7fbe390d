/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckedStateTest {

    private static CheckedState read(String json) throws IOException {
        return CheckedState.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsWhatOfAnObjectIsThere() throws IOException {
        assertThat(read("{'storage-index': '', 'results': {'healthy': true}}")).isEqualTo(CheckedState.HEALTHY);
        assertThat(read("{'results': {'healthy': false, 'recoverable': true, 'sharemap': {'healthy': [true]}}}"))
                .isEqualTo(CheckedState.DAMAGED);
        assertThat(read("{'results': {'recoverable': false, 'healthy': false}}"))
                .isEqualTo(CheckedState.LOST);
    }

    @Test
    void tellsOfARepairWhatIsAfterIt() throws IOException {
        String before = "'pre-repair-results': {'results': {'healthy': false, 'recoverable': true}},";
        assertThat(read("{" + before + "'repair-attempted': true, 'repair-successful': true,"
                        + "'post-repair-results': {'results': {'healthy': true, 'recoverable': true}}}"))
                .isEqualTo(CheckedState.REPAIRED);
        assertThat(read("{'post-repair-results': {'results': {'healthy': false, 'recoverable': true}}," + before
                        + "'repair-attempted': true, 'repair-successful': false}"))
                .isEqualTo(CheckedState.DAMAGED);
    }

    @Test
    void whatIsNoReportIsAFailure() {
        for (String wrong : new String[] {"", "[]", "{}", "{'results': {'healthy': ", "<html>"}) {
            assertThatThrownBy(() -> read(wrong)).as(wrong).isInstanceOf(IOException.class);
        }
    }
}
