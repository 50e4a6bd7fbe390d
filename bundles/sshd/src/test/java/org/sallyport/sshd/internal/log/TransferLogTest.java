/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionInfo;

class TransferLogTest {

    private static final SessionInfo SESSION = new SessionInfo(
            "1",
            Optional.of("ann"),
            "192.0.2.1:5",
            "main",
            "X",
            Instant.EPOCH,
            Map.of(),
            List.of(),
            0,
            0,
            List.of(),
            List.of());

    private static Activity upload(String path) {
        return new Activity(
                Activity.Kind.UPLOAD,
                Optional.of(VirtualPath.of(path)),
                Optional.empty(),
                7,
                Duration.ofMillis(3),
                Activity.OK,
                "");
    }

    @Test
    void aLineForPeopleAndOneForPrograms() {
        assertThat(TransferLog.text(SESSION, upload("/a b")))
                .isEqualTo(
                        "action=\"upload\" result=\"ok\" session=\"1\" user=\"ann\" address=\"192.0.2.1:5\" listener=\"main\""
                                + " path=\"/a b\" bytes=7 ms=3");
        assertThat(TransferLog.json(SESSION, upload("/a")))
                .isEqualTo(
                        "{\"action\":\"upload\",\"result\":\"ok\",\"session\":\"1\",\"user\":\"ann\",\"address\":\"192.0.2.1:5\","
                                + "\"listener\":\"main\",\"path\":\"/a\",\"bytes\":7,\"ms\":3}");
    }

    @Test
    void namesForgeNothing() {
        String line = TransferLog.text(SESSION, upload("/x\" result=\"ok\n2026 action=\u2028\u001b[2J\u202e\\"));
        assertThat(line)
                .doesNotContain("\n", "\u2028", "\u001b", "\u202e")
                .contains("path=\"/x\\\" result=\\\"ok\\u000a2026 action=\\u2028\\u001b[2J\\u202e\\\\\"");
    }
}
