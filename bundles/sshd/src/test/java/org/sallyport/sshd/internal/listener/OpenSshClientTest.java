/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sshd.internal.auth.OpenSsh;

/** What OpenSSH's own client gets from a listener. */
@Timeout(300)
class OpenSshClientTest {

    private static final String DESTINATION = "ann@127.0.0.1";

    @TempDir
    private Path folder;

    private Path key;

    @BeforeEach
    void makeKey() throws IOException {
        key = new OpenSsh(folder).key("key");
    }

    private TestListener listener(Map<String, String> settings) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    if (!name.equals("echo")) {
                        throw new SubsystemUnavailableException("only echo");
                    }
                    return new Echo(channel);
                },
                settings);
    }

    /** What came of a run. */
    private record Outcome(int exit, String errors) {

        int newKeys() {
            return errors.split("SSH2_MSG_NEWKEYS received", -1).length - 2;
        }
    }

    private Process start(TestListener listener, Path in, Path out, String... more) throws IOException {
        List<String> command = new OpenSsh(folder).client(listener.port(), key, "-v");
        command.addAll(Arrays.asList(more));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private Outcome finish(Process ssh) throws Exception {
        boolean ended = ssh.waitFor(120, TimeUnit.SECONDS);
        ssh.destroyForcibly();
        String errors = Files.readString(folder.resolve("errors"), StandardCharsets.UTF_8);
        assertThat(ended).as("ended within two minutes: %s", errors).isTrue();
        return new Outcome(ssh.exitValue(), errors);
    }

    private Outcome run(TestListener listener, String... more) throws Exception {
        return finish(start(listener, Path.of("/dev/null"), folder.resolve("output"), more));
    }

    /** One case for each who asks, by bytes and by time. */
    @ParameterizedTest(name = "the client {0}, the server {1} {2}")
    @CsvSource({"1M, 1G, 1h", "default 1, 1G, 1h", "default, 1M, 1h", "default, 1G, 1s", "1M, 1M, 1s"})
    void newKeysInMidTransferLoseNothingInEitherDirection(String clientLimit, String bytes, String time)
            throws Exception {
        byte[] sent = new byte[24 << 20];
        new Random(1).nextBytes(sent);
        Path in = Files.write(folder.resolve("sent"), sent);
        Path back = folder.resolve("back");
        try (TestListener listener = listener(Map.of("rekey-bytes", bytes, "rekey-time", time))) {
            // Slow enough for seconds to pass: the source is throttled, not the server.
            List<String> command = new OpenSsh(folder)
                    .client(listener.port(), key, "-v", "-o", "RekeyLimit=" + clientLimit, "-s", DESTINATION, "echo");
            Process ssh = new ProcessBuilder(command)
                    .redirectOutput(back.toFile())
                    .redirectError(folder.resolve("errors").toFile())
                    .start();
            try (var out = ssh.getOutputStream()) {
                for (int at = 0; at < sent.length; at += 1 << 20) {
                    out.write(sent, at, 1 << 20);
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(150);
                }
            }
            Outcome outcome = finish(ssh);
            assertThat(outcome.exit()).as(outcome.errors()).isZero();
            assertThat(Files.mismatch(in, back)).as("first byte that differs").isEqualTo(-1);
            assertThat(outcome.newKeys()).as("key exchanges after the first").isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void everyKeyExchangeThatBothHaveWorksAndTheFirstIsPostQuantum() throws Exception {
        List<String> theirs = lines("ssh", "-Q", "kex");
        try (TestListener listener = listener(Map.of())) {
            List<String> ours = NamedResource.getNameList(
                    ListenerSettings.read(Map.of()).algorithms().kex());
            List<String> shared = theirs.stream().filter(ours::contains).toList();
            assertThat(shared)
                    .contains("sntrup761x25519-sha512@openssh.com", "curve25519-sha256", "ecdh-sha2-nistp256");
            for (String kex : shared) {
                Outcome outcome = run(listener, "-o", "KexAlgorithms=" + kex, DESTINATION, "-s", "echo");
                assertThat(outcome.exit()).as(outcome.errors()).isZero();
                assertThat(outcome.errors()).contains("kex: algorithm: " + kex);
            }
            Outcome byDefault = run(listener, DESTINATION, "-s", "echo");
            assertThat(byDefault.errors()).containsPattern("kex: algorithm: (mlkem768x25519|sntrup761x25519)");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KexAlgorithms, diffie-hellman-group14-sha1",
        "KexAlgorithms, diffie-hellman-group18-sha512",
        "KexAlgorithms, diffie-hellman-group-exchange-sha256",
        "Ciphers, aes256-cbc",
        "MACs, hmac-sha1",
        "HostKeyAlgorithms, ssh-rsa",
    })
    void whatIsWeakOrCostlyIsNotOffered(String option, String algorithm) throws Exception {
        // An AEAD cipher would need no MAC.
        String cipher = option.equals("Ciphers") ? algorithm : "aes128-ctr";
        try (TestListener listener = listener(Map.of())) {
            Outcome outcome =
                    run(listener, "-o", option + "=" + algorithm, "-o", "Ciphers=" + cipher, DESTINATION, "-s", "echo");
            assertThat(outcome.exit()).isEqualTo(255);
            assertThat(outcome.errors()).contains("no matching");
        }
    }

    /** Each kind from a file of another form, two of them with the passphrase. */
    @Test
    void aListenerHasAHostKeyForWhatEachClientAsksFor() throws Exception {
        OpenSsh ssh = new OpenSsh(folder);
        Path keys = Files.createDirectory(folder.resolve("several"));
        Path plain = ssh.key("several/ed25519_key");
        Path pem = ssh.key("several/ecdsa_key", "-t", "ecdsa", "-m", "PEM");
        Path pkcs8 = ssh.key("several/rsa_key", "-t", "rsa", "-b", "3072", "-m", "PKCS8");
        ssh.protect(plain, "open sesame");
        ssh.protect(pkcs8, "open sesame", "-m", "PKCS8");
        try (TestListener listener =
                listener(Map.of("host-keys", keys.toString(), "host-key-passphrase", "open sesame"))) {
            for (Map.Entry<String, Path> asked : Map.of(
                            "ssh-ed25519", plain,
                            "ecdsa-sha2-nistp256", pem,
                            "rsa-sha2-256", pkcs8,
                            "rsa-sha2-512", pkcs8)
                    .entrySet()) {
                Outcome outcome = run(listener, "-o", "HostKeyAlgorithms=" + asked.getKey(), DESTINATION, "-s", "echo");
                assertThat(outcome.exit()).as(outcome.errors()).isZero();
                String fingerprint = lines("ssh-keygen", "-lf", asked.getValue() + ".pub")
                        .get(0)
                        .split(" ")[1];
                assertThat(outcome.errors())
                        .contains("kex: host key algorithm: " + asked.getKey())
                        .containsPattern("Server host key: \\S+ " + Pattern.quote(fingerprint));
            }
        }
    }

    @Test
    void offersStrictKeyExchange() throws Exception {
        try (TestListener listener = listener(Map.of())) {
            Outcome outcome = run(listener, "-vv", DESTINATION, "-s", "echo");
            assertThat(outcome.errors())
                    .contains("kex-strict-s-v00@openssh.com")
                    .contains("remote software version Sallyport");
        }
    }

    /** Also while the client sends as fast as it can, when it might fail to write before it reads. */
    @RepeatedTest(3)
    void aSessionThatIsEndedIsToldWhy() throws Exception {
        try (TestListener listener = listener(Map.of())) {
            Process ssh = start(listener, Path.of("/dev/zero"), Path.of("/dev/null"), DESTINATION, "-s", "echo");
            listener.await("bytes", () -> listener.connections().sessions().stream()
                    .anyMatch(session -> session.bytesIn() > 1 << 20));
            SessionInfo shown = listener.connections().sessions().get(0);
            assertThat(shown.banner()).startsWith("OpenSSH_");
            assertThat(shown.algorithms()).containsKeys("kex", "host-key", "cipher-in", "cipher-out");
            listener.connections().end(shown.id(), "Closed for maintenance");
            Outcome outcome = finish(ssh);
            assertThat(outcome.exit()).isEqualTo(255);
            assertThat(outcome.errors()).contains("Received disconnect from 127.0.0.1", "Closed for maintenance");
            listener.await("the log", () -> listener.activities().stream()
                    .anyMatch(activity -> activity.detail().equals("ended by the server: Closed for maintenance")
                            && activity.bytes() > 1 << 20));
        }
    }

    @Test
    void keepalivesAreAnsweredAndAnIdleClientIsToldThatItIs() throws Exception {
        try (TestListener listener =
                listener(Map.of("keepalive-interval", "1s", "keepalive-count", "1", "idle-timeout", "5s"))) {
            Process ssh = start(listener, Path.of("/dev/null"), folder.resolve("output"), "-N", DESTINATION);
            Outcome outcome = finish(ssh);
            assertThat(outcome.errors()).contains("Idle for too long").doesNotContain("keepalives");
        }
    }

    private List<String> lines(String... command) throws Exception {
        Process process = new ProcessBuilder(new ArrayList<>(Arrays.asList(command))).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
