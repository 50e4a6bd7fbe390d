/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.transport.SubsystemUnavailableException;
import org.sallyport.sshd.internal.auth.OpenSsh;

/** What holds for a connection is what the listener offered when it came. */
class OfferTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MinaClient client = new MinaClient();

    @AfterEach
    void stopClient() {
        client.close();
    }

    private TestListener listener(Map<String, String> settings) throws Exception {
        return new TestListener(
                folder,
                (name, channel, session) -> {
                    throw new SubsystemUnavailableException("none");
                },
                settings);
    }

    @Test
    void anotherHostKeyIsForNewConnectionsOnly() throws Exception {
        String first = new OpenSsh(folder).key("first_key").toString();
        String second = new OpenSsh(folder).key("second_key").toString();
        try (TestListener listener = listener(Map.of("host-keys", first));
                ClientSession before = client.login(listener)) {
            listener.apply(Map.of("host-keys", second));
            before.reExchangeKeys().verify(LIMIT);
            assertThat(client.hostKeys()).hasSize(2);
            assertThat(client.hostKeys().get(1)).isEqualTo(client.hostKeys().get(0));
            try (ClientSession after = client.login(listener)) {
                assertThat(after.isOpen()).isTrue();
                assertThat(client.hostKeys().get(2))
                        .isNotEqualTo(client.hostKeys().get(0));
            }
        }
    }

    @Test
    void otherAlgorithmsAndTimesAreForNewConnectionsOnly() throws Exception {
        try (TestListener listener = listener(Map.of("ciphers", "aes256-ctr"));
                ClientSession before = client.login(listener)) {
            listener.apply(Map.of("ciphers", "aes128-ctr", "idle-timeout", "1s"));
            before.reExchangeKeys().verify(LIMIT);
            String first = listener.connections().sessions().get(0).id();
            assertThat(cipher(listener, first)).isEqualTo("aes256-ctr");
            try (ClientSession after = client.login(listener)) {
                String second = listener.connections().sessions().get(1).id();
                assertThat(cipher(listener, second)).isEqualTo("aes128-ctr");
                listener.await("the end of the second", () -> !after.isOpen());
            }
            assertThat(before.isOpen()).isTrue();
        }
    }

    private static String cipher(TestListener listener, String session) {
        return listener.connections()
                .session(session)
                .orElseThrow()
                .algorithms()
                .get("cipher-in");
    }

    @Test
    void keysThatCannotServeAreRefusedAndTheLastGoodOnesStay() throws Exception {
        OpenSsh ssh = new OpenSsh(folder);
        String good = ssh.key("good_key").toString();
        try (TestListener listener = listener(Map.of("host-keys", good))) {
            Path empty = Files.createDirectory(folder.resolve("empty"));
            assertThatThrownBy(() -> listener.apply(Map.of("host-keys", empty.toString())))
                    .hasMessageContaining("no file named *_key in");
            assertThatThrownBy(() -> listener.apply(Map.of("host-keys", good, "host-key-algorithms", "rsa-sha2-512")))
                    .hasMessageContaining("fit none of host-key-algorithms");
            String weak = ssh.key("weak_key", "-t", "rsa", "-b", "1024").toString();
            assertThatThrownBy(() -> listener.apply(Map.of("host-keys", weak))).hasMessageContaining("too short");
            String locked = ssh.key("locked_key").toString();
            ssh.protect(Path.of(locked), "open sesame");
            assertThatThrownBy(() -> listener.apply(Map.of("host-keys", locked, "host-key-passphrase", "wrong")))
                    .hasMessageContaining("is the passphrase right?")
                    .hasMessageNotContaining("wrong");
            try (ClientSession session = client.login(listener)) {
                assertThat(session.isOpen()).isTrue();
            }
        }
    }
}
