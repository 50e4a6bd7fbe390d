/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.session.Activity;

/** With OpenSSH's client. */
class KeyLoginTest {

    @TempDir
    Path folder;

    private OpenSsh ssh;
    private LoginServer server;

    @BeforeEach
    void start() throws IOException {
        ssh = new OpenSsh(folder);
        server = LoginServer.in(folder.resolve("etc")).start();
        server.users().add("alice", Optional.empty(), Set.of("staff"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private boolean logsIn(Path key) throws IOException {
        return ssh.logsIn(server.port(), "alice", key);
    }

    private void authorise(String line) throws IOException {
        Path keys = folder.resolve("etc/keys/alice");
        Files.createDirectories(keys.getParent());
        Files.writeString(keys, line + "\n");
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 256", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 2048"})
    void takesKeysOfAllTypes(String type, String bits) throws IOException {
        Path key = ssh.key("key", "-t", type, "-b", bits);
        assertThat(logsIn(key)).as("before the key is authorised").isFalse();
        server.users().addKey("alice", OpenSsh.publicLine(key));
        assertThat(logsIn(key)).isTrue();
        LoginServer.Told login = server.await(Activity.Kind.LOGIN);
        assertThat(login.activity().detail())
                .isEqualTo("publickey "
                        + server.users().user("alice").orElseThrow().keys().get(0));
        assertThat(login.session().user()).contains("alice");
    }

    @Test
    void refusesShortRsaKeysAndSha1() throws IOException {
        Path small = ssh.key("small", "-t", "rsa", "-b", "1024");
        Path large = ssh.key("large", "-t", "rsa", "-b", "2048");
        server.users().addKey("alice", OpenSsh.publicLine(small));
        server.users().addKey("alice", OpenSsh.publicLine(large));
        assertThat(logsIn(small)).isFalse();
        assertThat(ssh.logsIn(server.port(), "alice", large, "-o", "PubkeyAcceptedAlgorithms=ssh-rsa"))
                .as("signed with SHA-1")
                .isFalse();
        assertThat(logsIn(large)).isTrue();
    }

    @Test
    void tellsOnceOfAKeyThatIsNotAuthorised() throws IOException {
        Path key = ssh.key("key");
        assertThat(logsIn(key)).isFalse();
        LoginServer.Told refused = server.await(Activity.Kind.LOGIN_REFUSED);
        assertThat(refused.session().user()).contains("alice");
        assertThat(refused.activity().detail()).isEqualTo("publickey: key not authorised (1 attempt)");
        assertThat(server.told()).hasSize(1);
    }

    @Test
    void refusesAKnownKeyForAnotherUserLockedOrGone() throws IOException {
        Path key = ssh.key("key");
        server.users().addKey("alice", OpenSsh.publicLine(key));
        assertThat(ssh.logsIn(server.port(), "bob", key)).isFalse();
        assertThat(logsIn(key)).isTrue();
        Files.writeString(folder.resolve("etc/users/alice.properties"), "locked = true\n");
        assertThat(logsIn(key)).as("locked").isFalse();
        Files.writeString(folder.resolve("etc/users/alice.properties"), "allow-addresses = 192.0.2.0/24\n");
        assertThat(logsIn(key)).as("from elsewhere").isFalse();
        Files.writeString(folder.resolve("etc/users/alice.properties"), "allow-addresses = 127.0.0.0/8\n");
        assertThat(logsIn(key)).isTrue();
        assertThat(server.users()
                        .removeKey(
                                "alice",
                                server.users()
                                        .user("alice")
                                        .orElseThrow()
                                        .keys()
                                        .get(0)))
                .isEqualTo(1);
        assertThat(logsIn(key)).as("removed").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "restrict | true",
                "from=\"127.0.0.1\" | true",
                "from=\"127.0.0.0/8\",restrict | true",
                "from=\"10.0.0.0/8,127.0.*\" | true",
                "from=\"!127.0.0.1,*\" | false",
                "from=\"*,!127.0.0.0/8\" | false",
                "from=\"10.0.0.0/8\" | false",
                "from=\"localhost\" | false",
                "expiry-time=\"20991231\" | true",
                "expiry-time=\"209912312359Z\" | true",
                "expiry-time=\"20200101\" | false",
                "expiry-time=\"next year\" | false",
                "command=\"internal-sftp\" | true",
                "command=\"/bin/sh -c \\\"id\\\"\" | false",
                "environment=\"A=b c\",no-pty,no-port-forwarding,permitopen=\"h:1\",tunnel=\"0\" | true",
                "no-touch-required | true",
                "verify-required | false",
                "cert-authority | false",
                "principals=\"alice\" | false",
                "zos-key-ring-label=\"x\" | false",
                "from=\"127.0.0.1\",from=\"10.0.0.0/8\" | false",
                "from=127.0.0.1 | false",
            })
    void enforcesOptions(String options, boolean expected) throws IOException {
        Path key = ssh.key("key");
        authorise("# a comment\n\n" + options + " " + OpenSsh.publicLine(key));
        assertThat(logsIn(key)).isEqualTo(expected);
    }

    @Test
    void asksForAKeyAndAPasswordInTheirOrder() throws IOException {
        Path key = ssh.key("key");
        server.users().addKey("alice", OpenSsh.publicLine(key));
        Files.writeString(folder.resolve("etc/users/alice.properties"), "methods = publickey,password\n");
        assertThat(logsIn(key)).as("with the key alone").isFalse();
        try (RawClient raw = new RawClient(server.port())) {
            assertThat(raw.methods("alice")).isEqualTo("publickey");
            assertThat(raw.methods("bob"))
                    .as("unknown users look usual")
                    .isEqualTo("publickey,password,keyboard-interactive");
        }
    }

    @Test
    void takesAKeyAndThenAPassword() throws IOException {
        Path key = ssh.key("key");
        server.users().addKey("alice", OpenSsh.publicLine(key));
        Files.writeString(
                folder.resolve("etc/users/alice.properties"),
                "methods = publickey,password\npassword = {plain}secret\n");
        List<String> both = List.of("publickey", "password");
        assertThat(ssh.logsIn(server.port(), "alice", key, "wrong", both)).isFalse();
        assertThat(ssh.logsIn(server.port(), "alice", key, "secret", List.of("password")))
                .as("the password alone")
                .isFalse();
        assertThat(ssh.logsIn(server.port(), "alice", key, "secret", both)).isTrue();
        LoginServer.Told login = server.await(Activity.Kind.LOGIN);
        assertThat(login.session().authentication()).containsExactly("publickey", "password");
        assertThat(login.activity().detail()).matches("publickey SHA256:.{43}, password");
    }

    @Test
    void needsTwoKeysWhereTwoAreDemanded() throws IOException {
        Path one = ssh.key("one");
        Path two = ssh.key("two");
        server.users().addKey("alice", OpenSsh.publicLine(one));
        server.users().addKey("alice", OpenSsh.publicLine(two));
        Files.writeString(folder.resolve("etc/users/alice.properties"), "methods = publickey,publickey\n");
        assertThat(logsIn(one)).isFalse();
        assertThat(ssh.logsIn(server.port(), "alice", one, "-i", two.toString()))
                .isTrue();
        assertThat(server.await(Activity.Kind.LOGIN).session().authentication())
                .containsExactly("publickey", "publickey");
    }

    @Test
    void answersProbesForUnknownUsersAsForUnknownKeys() throws Exception {
        Path key = ssh.key("key");
        byte[] blob =
                java.util.Base64.getDecoder().decode(OpenSsh.publicLine(key).split(" ")[1]);
        try (RawClient raw = new RawClient(server.port())) {
            for (String user : new String[] {"alice", "nobody", "../alice"}) {
                raw.request(user, "publickey", message -> {
                    message.putBoolean(false);
                    message.putString("ssh-ed25519");
                    message.putBytes(blob);
                });
                assertThat(raw.answer().failure()).as(user).isEqualTo("publickey,password,keyboard-interactive");
            }
        }
    }

    @Test
    void refusesKeyFilesThatEverybodyCanWrite() throws IOException {
        Path key = ssh.key("key");
        server.users().addKey("alice", OpenSsh.publicLine(key));
        Path keys = folder.resolve("etc/keys/alice");
        Files.setPosixFilePermissions(keys, java.nio.file.attribute.PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(logsIn(key)).isFalse();
    }
}
