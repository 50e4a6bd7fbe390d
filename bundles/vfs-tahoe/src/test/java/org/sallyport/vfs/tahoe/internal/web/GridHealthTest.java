/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GridHealthTest {

    private static GridHealth read(String json) throws IOException {
        return GridHealth.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void countsStorageNodesInBothSpellings() throws IOException {
        GridHealth health = read("{\"introducers\": {\"statuses\": [\"x\"]}, \"servers\": ["
                + "{\"connection_status\": \"Connected to a via b\", \"available_space\": 10},"
                + "{\"connection_status\": \"connected\", \"available_space\": 5, \"version\": {\"a\": 1}},"
                + "{\"connection_status\": \"connected\", \"available_space\": null},"
                + "{\"connection_status\": \"Trying\", \"available_space\": 100}]}");

        assertThat(health).isEqualTo(new GridHealth(3, 4, 15));
    }

    @Test
    void withoutStorageNodesNoRoomIsKnown() throws IOException {
        assertThat(read("{\"servers\": []}")).isEqualTo(new GridHealth(0, 0, -1));
    }

    @Test
    void whatIsNoJsonIsAFailure() {
        assertThatThrownBy(() -> read("<html>")).isInstanceOf(IOException.class).hasMessageNotContaining("html");
    }
}
