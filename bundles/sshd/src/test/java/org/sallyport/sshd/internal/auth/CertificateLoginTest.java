/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.sshd.internal.auth.key.AuthorizedKey;

/** User certificates made by ssh-keygen, shown by OpenSSH's client. */
class CertificateLoginTest {

    @TempDir
    Path folder;

    private OpenSsh ssh;
    private LoginServer server;
    private Path authority;
    private Path key;
    private Path revoked;

    @BeforeEach
    void start() throws IOException {
        ssh = new OpenSsh(folder);
        authority = ssh.key("ca");
        key = ssh.key("key");
        revoked = folder.resolve("revoked");
        Files.writeString(revoked, "");
        server = LoginServer.in(folder.resolve("etc"))
                .with("trusted-user-ca-keys", folder.resolve("ca.pub"))
                .with("revoked-keys", revoked)
                .start();
        server.users().add("alice", Optional.empty(), Set.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private boolean logsIn() throws IOException {
        return ssh.logsIn(server.port(), "alice", key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void takesCertificatesForKeysOfAllTypes(String type) throws IOException {
        key = ssh.key("other", "-t", type);
        ssh.sign(authority, key, "-I", "id", "-n", "alice");
        assertThat(logsIn()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-n alice | true",
                "-n bob,alice | true",
                "-n bob | false",
                "-n alice -V -1d:+1d | true",
                "-n alice -V -2d:-1d | false",
                "-n alice -V +1d:+2d | false",
                "-n alice -O source-address=127.0.0.0/8 | true",
                "-n alice -O source-address=10.0.0.0/8,127.0.0.1/32 | true",
                "-n alice -O source-address=10.0.0.0/8 | false",
                "-n alice -O force-command=internal-sftp | true",
                "-n alice -O force-command=/bin/sh | false",
                "-n alice -O verify-required | false",
                "-n alice -O clear | true",
                "-n alice -O critical:unheard-of@example.org=x | false",
                "-n alice -O extension:unheard-of@example.org=x | true",
                "-n alice -h | false",
            })
    void enforcesWhatTheCertificateSays(String options, boolean expected) throws IOException {
        String[] arguments = ("-I id " + options).split(" ");
        ssh.sign(authority, key, arguments);
        assertThat(logsIn()).isEqualTo(expected);
    }

    @Test
    void refusesACertificateForNobody() throws IOException {
        ssh.sign(authority, key, "-I", "id");
        assertThat(logsIn()).isFalse();
    }

    @Test
    void refusesOtherAuthoritiesAndUnknownUsers() throws IOException {
        Path other = ssh.key("other-ca");
        ssh.sign(other, key, "-I", "id", "-n", "alice,bob");
        assertThat(logsIn()).isFalse();
        ssh.sign(authority, key, "-I", "id", "-n", "alice,bob");
        assertThat(logsIn()).isTrue();
        assertThat(ssh.logsIn(server.port(), "bob", key)).isFalse();
    }

    @Test
    void refusesAnAuthorityThatSignsWithSha1OrHasAShortKey() throws IOException {
        Path rsa = ssh.key("rsa-ca", "-t", "rsa", "-b", "2048");
        Files.writeString(folder.resolve("ca.pub"), OpenSsh.publicLine(rsa));
        ssh.sign(rsa, key, "-I", "id", "-n", "alice", "-t", "rsa-sha2-512");
        assertThat(logsIn()).isTrue();
        ssh.sign(rsa, key, "-I", "id", "-n", "alice", "-t", "ssh-rsa");
        assertThat(ssh.logsIn(server.port(), "alice", key, "-o", "CASignatureAlgorithms=+ssh-rsa"))
                .isFalse();
        Path small = ssh.key("small-ca", "-t", "rsa", "-b", "1024");
        Files.writeString(folder.resolve("ca.pub"), OpenSsh.publicLine(small));
        ssh.sign(small, key, "-I", "id", "-n", "alice", "-t", "rsa-sha2-512");
        assertThat(logsIn()).isFalse();
    }

    @Test
    void takesThePrincipalsThatTheAccountNames() throws IOException {
        Files.writeString(folder.resolve("etc/users/alice.properties"), "certificate-principals = ops, dev\n");
        ssh.sign(authority, key, "-I", "id", "-n", "dev");
        assertThat(logsIn()).isTrue();
        ssh.sign(authority, key, "-I", "id", "-n", "alice");
        assertThat(logsIn()).as("its own name is not among them").isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cert-authority | alice | true",
                "cert-authority | bob | false",
                "cert-authority,principals=\"ops,dev\" | dev | true",
                "cert-authority,principals=\"ops,dev\" | alice | false",
                "cert-authority,from=\"10.0.0.0/8\" | alice | false",
                "cert-authority,expiry-time=\"20200101\" | alice | false",
                "restrict | alice | false",
            })
    void takesAuthoritiesOfTheAccount(String options, String principal, boolean expected) throws IOException {
        Path own = ssh.key("own-ca");
        server.users().addKey("alice", options + " " + OpenSsh.publicLine(own));
        ssh.sign(own, key, "-I", "id", "-n", principal);
        assertThat(logsIn()).isEqualTo(expected);
    }

    @Test
    void anAuthorityDoesNotLogInItself() throws IOException {
        assertThat(ssh.logsIn(server.port(), "alice", authority)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serial: 5 | false",
                "serial: 4-6 | false",
                "serial: 1-4 | true",
                "serial: 6 | true",
                "id: the-id | false",
                "id: another | true",
            })
    void refusesCertificatesThatAreRevoked(String specification, boolean expected) throws IOException {
        ssh.sign(authority, key, "-I", "the-id", "-n", "alice", "-z", "5");
        assertThat(logsIn()).as("before").isTrue();
        Path text = Files.writeString(folder.resolve("specification"), specification + "\n");
        ssh.revoke("-f", revoked.toString(), "-s", folder.resolve("ca.pub").toString(), text.toString());
        assertThat(logsIn()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "sha1", "sha256", "hash"})
    void refusesKeysThatAreRevokedAlsoInCertificates(String how) throws IOException {
        ssh.sign(authority, key, "-I", "id", "-n", "alice");
        assertThat(logsIn()).as("before").isTrue();
        String specification = how.equals("hash")
                ? "hash: " + AuthorizedKey.parse(OpenSsh.publicLine(key)).fingerprint()
                : how + ": " + OpenSsh.publicLine(key);
        Path text = Files.writeString(folder.resolve("specification"), specification + "\n");
        ssh.revoke("-f", revoked.toString(), text.toString());
        assertThat(logsIn()).isFalse();
    }

    @Test
    void refusesWhatARevokedAuthoritySigned() throws IOException {
        ssh.sign(authority, key, "-I", "id", "-n", "alice");
        ssh.revoke("-f", revoked.toString(), folder.resolve("ca.pub").toString());
        assertThat(logsIn()).isFalse();
    }

    @Test
    void readsRevokedKeysFromAPlainList() throws IOException {
        server.users().addKey("alice", OpenSsh.publicLine(key));
        assertThat(logsIn()).isTrue();
        Files.writeString(revoked, "# gone\n" + OpenSsh.publicLine(key) + "\n");
        assertThat(logsIn()).isFalse();
        Files.writeString(revoked, OpenSsh.publicLine(authority) + "\n");
        assertThat(logsIn()).as("a list that changed again").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "malformed text", "truncated list"})
    void refusesEveryKeyIfRevokedOnesCannotBeTold(String what) throws IOException {
        server.users().addKey("alice", OpenSsh.publicLine(key));
        assertThat(logsIn()).isTrue();
        switch (what) {
            case "missing" -> Files.delete(revoked);
            case "malformed text" -> Files.writeString(revoked, "ssh-ed25519 nonsense\n");
            default -> {
                ssh.revoke("-f", revoked.toString(), folder.resolve("ca.pub").toString());
                byte[] whole = Files.readAllBytes(revoked);
                Files.write(revoked, java.util.Arrays.copyOf(whole, whole.length - 3));
            }
        }
        assertThat(logsIn()).isFalse();
    }
}
