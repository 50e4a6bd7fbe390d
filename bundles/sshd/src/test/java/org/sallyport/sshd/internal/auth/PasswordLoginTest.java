/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.session.Activity;

class PasswordLoginTest {

    private static final String SECRET = "correct horse";

    @TempDir
    Path folder;

    private SshClient client;

    @BeforeEach
    void startClient() {
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier((session, address, key) -> true);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.start();
    }

    @AfterEach
    void stopClient() {
        client.stop();
    }

    private LoginServer serverWithAlice() throws IOException {
        LoginServer server = LoginServer.in(folder).start();
        server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of("staff"));
        return server;
    }

    private ClientSession connect(LoginServer server, String user) throws IOException {
        return client.connect(user, "127.0.0.1", server.port())
                .verify(Duration.ofSeconds(20))
                .getSession();
    }

    @Test
    void logsInWithThePasswordAndItsRoles() throws IOException {
        client.setUserAuthFactoriesNames("password");
        try (LoginServer server = serverWithAlice();
                ClientSession session = connect(server, "alice")) {
            session.addPasswordIdentity(SECRET);
            session.auth().verify(Duration.ofSeconds(20));
            LoginServer.Told login = server.await(Activity.Kind.LOGIN);
            assertThat(login.session().user()).contains("alice");
            assertThat(login.session().authentication()).containsExactly("password");
            assertThat(login.activity().detail()).isEqualTo("password");
            assertThat(server.await(one -> one.activity().kind() == Activity.Kind.LOGIN)
                            .session()
                            .remoteAddress())
                    .startsWith("127.0.0.1:");
        }
    }

    @Test
    void mirrorsThePasswordInKeyboardInteractive() throws IOException {
        client.setUserAuthFactoriesNames("keyboard-interactive");
        try (LoginServer server = serverWithAlice();
                ClientSession session = connect(server, "alice")) {
            session.setUserInteraction(new UserInteraction() {
                @Override
                public boolean isInteractionAllowed(ClientSession asked) {
                    return true;
                }

                @Override
                public String[] interactive(
                        ClientSession asked,
                        String name,
                        String instruction,
                        String lang,
                        String[] prompt,
                        boolean[] echo) {
                    assertThat(prompt).containsExactly("Password: ");
                    assertThat(echo).containsExactly(false);
                    return new String[] {SECRET};
                }

                @Override
                public String getUpdatedPassword(ClientSession asked, String prompt, String lang) {
                    return null;
                }
            });
            session.auth().verify(Duration.ofSeconds(20));
            assertThat(server.await(Activity.Kind.LOGIN).activity().detail()).isEqualTo("keyboard-interactive");
        }
    }

    @Test
    void refusesAWrongPasswordAndSaysSoInTheLogWithoutIt() throws IOException {
        client.setUserAuthFactoriesNames("password");
        try (LoginServer server = serverWithAlice();
                ClientSession session = connect(server, "alice")) {
            session.addPasswordIdentity("hunter2");
            assertThatThrownBy(() -> session.auth().verify(Duration.ofSeconds(20)))
                    .isInstanceOf(SshException.class);
            LoginServer.Told refused = server.await(Activity.Kind.LOGIN_REFUSED);
            assertThat(refused.session().user()).contains("alice");
            assertThat(refused.session().remoteAddress()).startsWith("127.0.0.1:");
            assertThat(refused.activity().detail()).startsWith("password:");
            assertThat(refused.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void answersAndComputesTheSameForWhoeverIsNotLetIn() throws IOException {
        try (LoginServer server = serverWithAlice()) {
            server.users().add("nopassword", Optional.empty(), Set.of());
            write("locked", "locked = true");
            write("expired", "expires = 2020-01-01T00:00:00Z");
            write("elsewhere", "allow-addresses = 192.0.2.0/24");
            write("unreadable", "methods = pasword");
            server.accounts().readAll();
            String usual = answerTo(server, "alice", "wrong");
            for (String user : List.of(
                    "nobody",
                    "nopassword",
                    "locked",
                    "expired",
                    "elsewhere",
                    "unreadable",
                    "../../etc/passwd",
                    "a/b",
                    ".",
                    "")) {
                long before = server.accounts().hasher().computed();
                assertThat(answerTo(server, user, SECRET)).as(user).isEqualTo(usual);
                assertThat(server.accounts().hasher().computed() - before)
                        .as("hashes computed for " + user)
                        .isEqualTo(1);
            }
        }
    }

    private void write(String user, String more) throws IOException {
        Files.writeString(
                folder.resolve("users").resolve(user + ".properties"),
                "password = {plain}" + SECRET + "\n" + more + "\n");
    }

    /** Each message up to the refusal of a password, without the hash of a plain one. */
    private String answerTo(LoginServer server, String user, String password) throws IOException {
        try (RawClient raw = new RawClient(server.port())) {
            String methods = raw.methods(user);
            raw.password(user, password);
            return methods + " / " + raw.answer().failure();
        }
    }

    @Test
    void doesNotTryAPasswordOutOfTurn() throws IOException {
        try (LoginServer server =
                        LoginServer.in(folder).methods("publickey,password").start();
                RawClient raw = new RawClient(server.port())) {
            server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of());
            long before = server.accounts().hasher().computed();
            assertThat(raw.methods("alice")).isEqualTo("publickey");
            raw.password("alice", SECRET);
            assertThat(raw.answer().failure()).isEqualTo("publickey");
            raw.password("alice", "wrong");
            assertThat(raw.answer().failure()).isEqualTo("publickey");
            assertThat(server.accounts().hasher().computed()).isEqualTo(before);
        }
    }

    @Test
    void beginsAnewForAnotherUser() throws IOException {
        try (LoginServer server = LoginServer.in(folder)
                        .methods("password,keyboard-interactive")
                        .start();
                RawClient raw = new RawClient(server.port())) {
            server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of());
            server.users().add("bob", Optional.of("bob's".toCharArray()), Set.of());
            raw.password("alice", SECRET);
            assertThat(raw.answer().failure()).isEqualTo("keyboard-interactive partial");
            raw.request("bob", "keyboard-interactive", message -> {
                message.putString("");
                message.putString("");
            });
            assertThat(raw.answer().failure())
                    .as("alice's password proves nothing for bob")
                    .isEqualTo("password");
            assertThat(raw.methods("alice"))
                    .as("nor is it remembered for alice")
                    .isEqualTo("password");
        }
    }

    @Test
    void refusesAnotherService() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.request("alice", "ssh-other", "password", message -> {
                message.putBoolean(false);
                message.putString(SECRET);
            });
            RawClient.Answer answer = raw.answer();
            assertThat(answer.command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
            assertThat(answer.fields().getInt()).isEqualTo(SshConstants.SSH2_DISCONNECT_SERVICE_NOT_AVAILABLE);
        }
    }

    @Test
    void endsTheConnectionAfterTooManyTries() throws IOException {
        try (LoginServer server = LoginServer.in(folder).mostTries(3).start();
                RawClient raw = new RawClient(server.port())) {
            raw.password("alice", "1");
            raw.answer().failure();
            raw.password("alice", "2");
            raw.answer().failure();
            raw.password("bob", "3");
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void answersRequestsThatDoNotWaitOneAfterTheOther() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.password("alice", "wrong");
            raw.request("alice", "none", message -> {});
            raw.password("alice", SECRET);
            assertThat(raw.answer().failure()).isEqualTo("publickey,password,keyboard-interactive");
            assertThat(raw.answer().failure()).isEqualTo("publickey,password,keyboard-interactive");
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
        }
    }

    @Test
    void endsConnectionsThatSpeakOfChannelsBeforeLogin() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.methods("alice");
            raw.send(SshConstants.SSH_MSG_CHANNEL_OPEN, message -> {
                message.putString("session");
                message.putInt(0);
                message.putInt(1 << 20);
                message.putInt(1 << 15);
            });
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void endsConnectionsThatAnswerWhatWasNotAsked() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.methods("alice");
            raw.send(SshConstants.SSH_MSG_USERAUTH_INFO_RESPONSE, message -> {
                message.putInt(1);
                message.putString(SECRET);
            });
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void endsConnectionsWithMalformedRequests() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.send(SshConstants.SSH_MSG_USERAUTH_REQUEST, message -> message.putInt(Integer.MAX_VALUE));
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
        }
    }

    @Test
    void doesNotChangePasswords() throws IOException {
        try (LoginServer server = serverWithAlice();
                RawClient raw = new RawClient(server.port())) {
            raw.request("alice", "password", message -> {
                message.putBoolean(true);
                message.putString(SECRET);
                message.putString("another");
            });
            assertThat(raw.answer().failure()).startsWith("publickey");
            raw.password("alice", SECRET);
            assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
        }
    }

    @Test
    void takesAsManySessionsOfAUserAsAreAllowed() throws IOException {
        try (LoginServer server = LoginServer.in(folder).mostSessions(1).start()) {
            server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of());
            try (RawClient first = new RawClient(server.port());
                    RawClient second = new RawClient(server.port())) {
                first.password("alice", SECRET);
                assertThat(first.answer().command()).isEqualTo(SshConstants.SSH_MSG_USERAUTH_SUCCESS);
                second.password("alice", SECRET);
                assertThat(second.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
            }
        }
    }

    @Test
    void locksAnAddressOutAndLetsOthersIn() throws IOException {
        try (LoginServer server = LoginServer.in(folder)
                .with("lockout-attempts", 3)
                .clientsFrom("198.51.100.7")
                .start()) {
            server.users().add("alice", Optional.of(SECRET.toCharArray()), Set.of());
            try (RawClient raw = new RawClient(server.port())) {
                for (int i = 0; i < 3; i++) {
                    raw.password("alice", "wrong");
                    raw.answer().failure();
                }
                raw.password("alice", SECRET);
                assertThat(raw.answer().command()).isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
            }
            try (RawClient raw = new RawClient(server.port())) {
                raw.password("alice", SECRET);
                assertThat(raw.answer().command())
                        .as("another connection from there")
                        .isEqualTo(SshConstants.SSH_MSG_DISCONNECT);
            }
            assertThat(server.await(one -> one.activity().detail().contains("locked out"))
                            .activity()
                            .kind())
                    .isEqualTo(Activity.Kind.LOGIN_REFUSED);
        }
    }
}
