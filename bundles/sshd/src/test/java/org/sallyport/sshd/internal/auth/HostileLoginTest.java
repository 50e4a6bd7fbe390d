/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.sshd.common.SshConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.sshd.internal.auth.realm.AccountLoginModule;
import org.sallyport.sshd.internal.auth.realm.AccountVerifier;

class HostileLoginTest {

    private static final String CERTIFICATE = "ssh-ed25519-cert-v01@openssh.com";

    @TempDir
    Path folder;

    @Test
    void answersOrEndsWhateverAKeyOrCertificateIsMadeOf() throws IOException {
        OpenSsh ssh = new OpenSsh(folder);
        Path authority = ssh.key("ca");
        Path key = ssh.key("key");
        ssh.sign(authority, key, "-I", "id", "-n", "alice", "-O", "source-address=127.0.0.1/32");
        byte[] certificate = Base64.getDecoder()
                .decode(java.nio.file.Files.readString(folder.resolve("key-cert.pub"))
                        .split(" ")[1]);
        Random random = new Random(7);
        try (LoginServer server = LoginServer.in(folder.resolve("etc"))
                .with("trusted-user-ca-keys", folder.resolve("ca.pub"))
                .mostTries(1000)
                .start()) {
            server.users().add("alice", Optional.empty(), Set.of());
            try (RawClient raw = new RawClient(server.port())) {
                assertThat(offer(raw, certificate)).isEqualTo(SshConstants.SSH_MSG_USERAUTH_PK_OK);
                for (int i = 0; i < 300; i++) {
                    byte[] damaged = certificate.clone();
                    if (i % 3 == 0) {
                        damaged = java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length));
                    } else {
                        int at = random.nextInt(damaged.length);
                        damaged[at] ^= (byte) (1 << random.nextInt(8));
                    }
                    assertThat(offer(raw, damaged)).as("variant " + i).isEqualTo(SshConstants.SSH_MSG_USERAUTH_FAILURE);
                }
                assertThat(offer(raw, certificate)).as("at the end").isEqualTo(SshConstants.SSH_MSG_USERAUTH_PK_OK);
            }
        }
    }

    private static int offer(RawClient raw, byte[] blob) throws IOException {
        raw.request("alice", "publickey", message -> {
            message.putBoolean(false);
            message.putString(CERTIFICATE);
            message.putBytes(blob);
        });
        return raw.answer().command();
    }

    @Test
    void endsConnectionsWhoseFieldsAreMissing() throws IOException {
        try (LoginServer server = LoginServer.in(folder).start()) {
            for (String method : List.of("publickey", "password")) {
                try (RawClient raw = new RawClient(server.port())) {
                    raw.request("alice", method, message -> message.putBoolean(true));
                    assertThat(raw.answer().command()).as(method).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
                }
            }
        }
    }

    @Test
    void endsConnectionsThatAskWithoutEnd() throws IOException {
        try (LoginServer server = LoginServer.in(folder).mostTries(4).start();
                RawClient raw = new RawClient(server.port())) {
            int answers = 0;
            for (int i = 0; i < 20 && raw.session().isOpen(); i++) {
                raw.request("user" + i, "none", message -> {});
                answers++;
                if (raw.answer().command() == SshConstants.SSH_MSG_DISCONNECT) {
                    break;
                }
            }
            assertThat(answers).isLessThan(20);
        }
    }

    @Test
    void takesOneAnswerToOneQuestion() throws IOException {
        try (LoginServer server = LoginServer.in(folder)
                        .methods("keyboard-interactive,keyboard-interactive")
                        .start();
                RawClient raw = new RawClient(server.port())) {
            server.users().add("alice", Optional.of("secret".toCharArray()), Set.of());
            ask(raw);
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
            say(raw, "secret");
            say(raw, "secret");
            int command = raw.answer().command();
            while (command == SshConstants.SSH_MSG_USERAUTH_FAILURE) {
                command = raw.answer().command();
            }
            assertThat(command).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void countsTriesThatAreAbandoned() throws IOException {
        try (LoginServer server = LoginServer.in(folder).mostTries(3).start();
                RawClient raw = new RawClient(server.port())) {
            for (int i = 0; i < 40 && raw.session().isOpen(); i++) {
                ask(raw);
                if (raw.answer().command() == SshConstants.SSH_MSG_DISCONNECT) {
                    break;
                }
                try {
                    say(raw, "wrong");
                    raw.request("alice", "none", message -> {});
                } catch (IOException disconnected) {
                    // The server has ended the connection between the two.
                    assertThat(raw.session().isClosing()).isTrue();
                    break;
                }
                int command = raw.answer().command();
                if (command == SshConstants.SSH_MSG_DISCONNECT) {
                    // The session may still look open here for a moment, but answers nothing more.
                    break;
                }
                if (command == SshConstants.SSH_MSG_USERAUTH_FAILURE && i >= 20) {
                    throw new AssertionError("more than twenty tries");
                }
            }
            assertThat(server.accounts().hasher().computed()).isLessThan(12);
        }
    }

    /** All are asked while nobody has failed yet; that opens no way around the lock-out. */
    @Test
    void questionsAskedBeforeTheLockOutAreNotAnsweredAfterIt() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try (LoginServer server = LoginServer.in(folder)
                .clientsFrom("192.0.2.9")
                .with("lockout-attempts", 3)
                .start()) {
            for (int i = 0; i < 8; i++) {
                RawClient raw = new RawClient(server.port());
                clients.add(raw);
                ask(raw);
                assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_INFO_REQUEST);
            }
            long before = server.accounts().hasher().computed();
            List<Integer> answers = new ArrayList<>();
            for (RawClient raw : clients) {
                say(raw, "guess");
                answers.add(raw.answer().command());
            }
            int failure = SshConstants.SSH_MSG_USERAUTH_FAILURE;
            int end = SshConstants.SSH_MSG_DISCONNECT;
            assertThat(answers).containsExactly(failure, failure, failure, end, end, end, end, end);
            assertThat(server.accounts().hasher().computed() - before).isEqualTo(3);
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void endsConnectionsThatSendMoreThanALoginNeeds() throws IOException {
        try (LoginServer server = LoginServer.in(folder).start();
                RawClient raw = new RawClient(server.port())) {
            raw.password("alice", "x".repeat(40_000));
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
            assertThat(server.accounts().hasher().computed()).isZero();
        }
    }

    private static void ask(RawClient raw) throws IOException {
        raw.request("alice", "keyboard-interactive", message -> {
            message.putString("");
            message.putString("");
        });
    }

    private static void say(RawClient raw, String answer) throws IOException {
        raw.send(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, message -> {
            message.putInt(1);
            message.putString(answer);
        });
    }

    @Test
    void givesNoNewTriesWithTheServiceAskedForAgain() throws IOException {
        try (LoginServer server = LoginServer.in(folder).mostTries(2).start();
                RawClient raw = new RawClient(server.port())) {
            raw.password("alice", "1");
            raw.answer().failure();
            raw.send(SshConstants.SSH_MSG_SERVICE_REQUEST, message -> message.putString("ssh-userauth"));
            raw.password("alice", "2");
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void passwordsThatTakeLongHoldUpNoOtherMethod() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AccountVerifier slow = (user, password) -> {
            try {
                release.await(60, TimeUnit.SECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        };
        Configuration realm = new Configuration() {
            @Override
            public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                return new AppConfigurationEntry[] {
                    new AppConfigurationEntry(
                            AccountLoginModule.class.getName(),
                            LoginModuleControlFlag.REQUIRED,
                            Map.of(AccountLoginModule.VERIFIER, slow))
                };
            }
        };
        List<RawClient> waiting = new ArrayList<>();
        try (LoginServer server = LoginServer.in(folder).realms(realm).start()) {
            for (int i = 0; i < 17; i++) {
                RawClient raw = new RawClient(server.port());
                waiting.add(raw);
                raw.password("alice", "x");
            }
            try (RawClient other = new RawClient(server.port())) {
                assertThat(other.methods("bob")).isEqualTo("publickey,password,keyboard-interactive");
            }
            release.countDown();
            for (RawClient raw : waiting) {
                assertThat(raw.answer().failure()).startsWith("publickey");
            }
        } finally {
            release.countDown();
            waiting.forEach(RawClient::close);
        }
    }
}
