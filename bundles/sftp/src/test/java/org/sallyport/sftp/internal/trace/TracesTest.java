/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.sftp.harness.RecordedTrace;
import org.sallyport.sftp.harness.Requests;
import org.sallyport.sftp.harness.SftpHarness;

/** A session is recorded, and what was recorded is played back. */
@Timeout(60)
class TracesTest {

    private static final String SECRET = "the content of a file";

    @TempDir
    Path folder;

    /** A directory of one session with one channel, that of a harness. */
    private SessionDirectory directoryOf(SftpHarness harness) {
        SessionInfo session = new SessionInfo(
                "s1",
                Optional.of("alice"),
                "127.0.0.1:1",
                "main",
                "Tester_1.0",
                Instant.EPOCH,
                Map.of(),
                List.of(),
                0,
                0,
                List.of(harness.subsystem().info()),
                List.of(),
                Set.of());
        return (SessionDirectory) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SessionDirectory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "session" ->
                        arguments[0].equals("s1") && !harness.hasEnded() ? Optional.of(session) : Optional.empty();
                    case "tap" -> {
                        harness.subsystem().tap(taps(arguments[1]));
                        yield true;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Optional<PacketTap> taps(Object given) {
        return ((Optional<?>) given).map(supplier -> (PacketTap) ((Supplier<?>) supplier).get());
    }

    private static void act(SftpHarness harness) {
        Requests requests = new Requests(harness);
        harness.ask(requests.mkdir(1, "d"));
        byte[] handle = requests.opened("d/f", Requests.READ | Requests.WRITE | Requests.CREAT);
        harness.ask(requests.write(2, handle, 0, SECRET.getBytes(StandardCharsets.UTF_8)));
        assertThat(harness.ask(requests.read(3, handle, 0, 100)).dataText()).isEqualTo(SECRET);
        harness.ask(requests.close(4, handle));
        assertThat(harness.ask(requests.mkdir(5, "d")).status()).isEqualTo(4);
        byte[] directory = requests.openedDirectory("d");
        harness.ask(requests.readdir(6, directory));
        harness.ask(requests.rename(7, "d/f", "g"));
    }

    private Path record() throws Exception {
        try (SftpHarness harness = new SftpHarness()) {
            harness.start(3);
            Traces traces = new Traces(directoryOf(harness), folder);
            Path file = traces.start("s1");
            assertThat(traces.running()).containsEntry("s1", file);
            assertThatThrownBy(() -> traces.start("s1")).hasMessageContaining("being recorded");
            assertThatThrownBy(() -> traces.start("s2")).hasMessageContaining("no session");
            act(harness);
            assertThat(traces.stop("s1")).isTrue();
            assertThat(traces.stop("s1")).isFalse();
            new Requests(harness).opened("after", Requests.WRITE | Requests.CREAT);
            harness.await(
                    "the file",
                    () -> lines(file).stream()
                                    .filter(line -> line.startsWith("1 <"))
                                    .count()
                            == 9);
            return file;
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Test
    void contentIsNotRecorded() throws Exception {
        String text = Files.readString(record());
        assertThat(text)
                .startsWith("# Sallyport trace 1\n# client Tester_1.0\nversion 3\n")
                .contains(" *" + SECRET.length())
                .doesNotContain(HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)))
                .doesNotContain(HexFormat.of().formatHex("after".getBytes(StandardCharsets.UTF_8)))
                .contains(HexFormat.of().formatHex("d/f".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatWasRecordedIsPlayedBack() throws Exception {
        Path file = record();
        try (SftpHarness harness = new SftpHarness()) {
            assertThat(new RecordedTrace(harness).replay(file)).isEmpty();
            assertThat(harness.tree().content("g")).hasSize(SECRET.length());
        }
        try (SftpHarness different = new SftpHarness()) {
            different.tree().file("d", "is in the way");
            assertThat(new RecordedTrace(different).replay(file))
                    .isNotEmpty()
                    .anySatisfy(difference -> assertThat(difference).contains("instead of"));
        }
    }

    @Test
    void aMalformedWriteIsNotTakenForAHead() {
        byte[] packet = new byte[40];
        packet[0] = 6;
        java.util.Arrays.fill(packet, 5, 40, (byte) 0x53);
        assertThat(PacketText.of(java.nio.ByteBuffer.wrap(packet))).isEqualTo("0600000000 *35");
    }
}
