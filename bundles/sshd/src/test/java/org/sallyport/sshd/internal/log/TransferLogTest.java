/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            List.of(),
            Set.of());

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
        assertThat(TransferLog.text(Instant.EPOCH, SESSION, upload("/a b")))
                .isEqualTo(
                        "time=\"1970-01-01T00:00:00.000Z\" action=\"upload\" result=\"ok\" session=\"1\" user=\"ann\" address=\"192.0.2.1:5\" listener=\"main\""
                                + " path=\"/a b\" bytes=7 ms=3");
        assertThat(TransferLog.json(Instant.EPOCH, SESSION, upload("/a")))
                .isEqualTo(
                        "{\"time\":\"1970-01-01T00:00:00.000Z\",\"action\":\"upload\",\"result\":\"ok\",\"session\":\"1\",\"user\":\"ann\",\"address\":\"192.0.2.1:5\","
                                + "\"listener\":\"main\",\"path\":\"/a\",\"bytes\":7,\"ms\":3}");
    }

    @Test
    void namesForgeNothing() {
        String line = TransferLog.text(
                Instant.EPOCH, SESSION, upload("/x\" result=\"ok\n2026 action=\u2028\u001b[2J\u202e\\"));
        assertThat(line)
                .doesNotContain("\n", "\u2028", "\u001b", "\u202e")
                .contains("path=\"/x\\\" result=\\\"ok\\u000a2026 action=\\u2028\\u001b[2J\\u202e\\\\\"");
    }

    /** A key exchange names what it likes, and a stranger any user: as much as a packet holds. */
    @Test
    void whatStrangersSayIsNoLongerThanALine() {
        Activity refused = Activity.ofSession(
                Activity.Kind.LOGIN_REFUSED, "refused", "no common algorithms: " + "a1,".repeat(80_000));
        assertThat(TransferLog.text(Instant.EPOCH, SESSION, refused))
                .hasSizeLessThan(1000)
                .contains("detail=\"no common algorithms: a1,a1,")
                .endsWith("...\"");
    }

    /** Half a surrogate pair, an invisible tag, a byte order mark, DEL, and what is no character; an emoji and a letter stay. */
    @Test
    void whatNoEncodingBearsIsEscaped() {
        String hostile = "/\ud800|\udc00|" + Character.toString(0xE0041) + "|\ufeff|\u007f|\u0085|\uffff|";
        String line = TransferLog.json(Instant.EPOCH, SESSION, upload(hostile + Character.toString(0x1F600) + "é"));
        assertThat(line)
                .contains("\"path\":\"/\\ud800|\\udc00|\\udb40\\udc41|\\ufeff|\\u007f|\\u0085|\\uffff|"
                        + Character.toString(0x1F600) + "é\"");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
    }

    /** Python's parser is not ours. */
    @Test
    void everyKindOfActivityIsJsonWithEveryField() throws Exception {
        StringBuilder lines = new StringBuilder();
        String hostile = "/a\"b\\c\td\re\nf/\ud83d\u0001'{}[],:<>&";
        for (Activity.Kind kind : Activity.Kind.values()) {
            lines.append(TransferLog.json(
                            Instant.parse("2026-11-22T10:00:00.5Z"),
                            SESSION,
                            new Activity(
                                    kind,
                                    Optional.of(VirtualPath.of(hostile)),
                                    Optional.of(VirtualPath.of("/t")),
                                    1L << 40,
                                    Duration.ofSeconds(3),
                                    "no-such-file",
                                    hostile)))
                    .append('\n');
        }
        Process python = new ProcessBuilder("python3", "-c", """
                        import json, sys
                        for line in sys.stdin:
                            x = json.loads(line)
                            print("|".join([x["time"], x["action"], x["result"], x["session"], x["user"], x["address"],
                                x["listener"], x["target"], str(x["bytes"]), str(x["ms"]),
                                str(x["path"] == x["detail"]), x["path"].encode("utf-8", "backslashreplace").decode()
                                    .replace("\\n", "N").replace("\\t", "T").replace("\\r", "R").replace("\\1", "0")]))
                        """)
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = python.getOutputStream()) {
            in.write(lines.toString().getBytes(StandardCharsets.UTF_8));
        }
        List<String> read = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(python.waitFor()).as(String.join("\n", read)).isZero();
        assertThat(read)
                .hasSize(Activity.Kind.values().length)
                .allSatisfy(
                        line -> assertThat(line)
                                .startsWith("2026-11-22T10:00:00.500Z|")
                                .endsWith(
                                        "|no-such-file|1|ann|192.0.2.1:5|main|/t|1099511627776|3000|True|/a\"b\\cTdReNf/\\ud83d0'{}[],:<>&"));
        assertThat(read)
                .extracting(line -> line.split("\\|")[1])
                .doesNotHaveDuplicates()
                .contains("login-refused");
    }
}
