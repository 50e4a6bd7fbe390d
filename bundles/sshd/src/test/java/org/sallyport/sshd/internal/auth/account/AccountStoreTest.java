/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountStoreTest {

    @TempDir
    Path folder;

    private final PasswordHasher hasher = new PasswordHasher(1);
    private AccountStore store;

    @BeforeEach
    void open() {
        store = new AccountStore(folder, hasher);
    }

    private Path userFile(String name) throws IOException {
        Files.createDirectories(folder.resolve("users"));
        return folder.resolve("users").resolve(name + ".properties");
    }

    private boolean matches(String name, String password) throws IOException {
        return hasher.matches(store.find(name).flatMap(Account::password), password.toCharArray());
    }

    @Test
    void replacesAPlainPasswordByItsHashAndKeepsTheRest() throws IOException {
        Path file = userFile("alice");
        Files.writeString(file, "# the boss\nroles = a, b\npassword = {plain}p\\ss = w:ord\nlocked = false\n");
        assertThat(matches("alice", "p\\ss = w:ord")).isTrue();
        assertThat(Files.readAllLines(file))
                .hasSize(4)
                .startsWith("# the boss", "roles = a, b")
                .endsWith("locked = false")
                .element(2)
                .asString()
                .startsWith("password = $argon2id$v=19$");
        assertThat(Files.readString(file)).doesNotContain("w:ord");
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(matches("alice", "p\\ss = w:ord")).as("read from the hash").isTrue();
        assertThat(matches("alice", "p\\ss = w:or")).isFalse();
        assertThat(store.find("alice").orElseThrow().roles()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void readsHashesThatOthersMade() throws IOException {
        // argon2 of the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
        Files.writeString(
                userFile("alice"),
                "password = $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc\n");
        assertThat(matches("alice", "password")).isTrue();
        assertThat(matches("alice", "Password")).isFalse();
    }

    @Test
    void followsChangesOnDisk() throws IOException {
        store.add("alice", Optional.of(hasher.hash("one".toCharArray())), Set.of());
        assertThat(matches("alice", "one")).isTrue();
        Files.writeString(userFile("alice"), "password = {plain}two\n");
        assertThat(matches("alice", "one")).isFalse();
        assertThat(matches("alice", "two")).isTrue();
        Files.delete(userFile("alice"));
        assertThat(store.find("alice")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "methods = publickey,pasword",
                "methods = ,",
                "locked = yes",
                "expires = tomorrow",
                "allow-addresses = 10.0.0.0/33",
                "deny-addresses = example.org",
                "alow-addresses = 10.0.0.0/8",
                "locked = true",
                "expires = 2020-01-01T00:00:00Z"
            })
    void locksOutWhomItDoesNotUnderstand(String line) throws IOException {
        Files.writeString(userFile("alice"), line + "\n");
        assertThat(store.find("alice").orElseThrow().mayLogIn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password = secret",
                "password = $argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password = $argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFh",
                "password = $argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password ="
            })
    void knowsNoPasswordWhereItIsNoHash(String line) throws IOException {
        Files.writeString(userFile("alice"), line + "\n");
        assertThat(store.find("alice").orElseThrow().password()).isEmpty();
        assertThat(matches("alice", "secret")).isFalse();
        assertThat(matches("alice", "")).isFalse();
    }

    @Test
    void readsFromWhereAUserMayLogIn() throws IOException {
        Files.writeString(
                userFile("alice"), "allow-addresses = 10.0.0.0/8, 2001:db8::/32\ndeny-addresses = 10.1.0.0/16\n");
        Account alice = store.find("alice").orElseThrow();
        assertThat(alice.mayLogInFrom(InetAddress.getByName("10.2.3.4"))).isTrue();
        assertThat(alice.mayLogInFrom(InetAddress.getByName("10.1.3.4"))).isFalse();
        assertThat(alice.mayLogInFrom(InetAddress.getByName("2001:db8:1::1"))).isTrue();
        assertThat(alice.mayLogInFrom(InetAddress.getByName("192.0.2.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "../users/alice", "a/b", "a\\b", "-rf", ".hidden", "a\0b", "a\nb", "a b", "%2e"})
    void neverMakesAPathOfWhatIsNoName(String name) throws IOException {
        Files.writeString(userFile("alice"), "");
        assertThat(store.find(name)).isEmpty();
        assertThat(store.remove(name)).isFalse();
        assertThatThrownBy(() -> store.add(name, Optional.empty(), Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.setPassword(name, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.removeKey(name, "")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.list(folder)).containsExactly(folder.resolve("users"));
    }

    @Test
    void addsOnlyWhatIsAKeyOnOneLine() throws IOException {
        store.add("alice", Optional.empty(), Set.of());
        String key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a b";
        for (String line : List.of("nonsense", key + "\n" + key, "frm=\"1.2.3.4\" " + key, "ssh-ed25519 AAAA", "")) {
            assertThatThrownBy(() -> store.addKey("alice", line)).as(line).isInstanceOf(IllegalArgumentException.class);
        }
        store.addKey("alice", "from=\"10.0.0.0/8\" " + key);
        assertThat(store.find("alice").orElseThrow().keys()).hasSize(1);
        assertThat(Files.getPosixFilePermissions(folder.resolve("keys/alice")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(store.removeKey(
                        "alice", store.find("alice").orElseThrow().keys().get(0).fingerprint()))
                .isEqualTo(1);
        assertThat(store.find("alice").orElseThrow().keys()).isEmpty();
        assertThat(store.remove("alice")).isTrue();
        assertThat(folder.resolve("keys/alice")).doesNotExist();
    }

    @Test
    void keepsRolesFromBecomingOtherLines() {
        assertThatThrownBy(() -> store.add("alice", Optional.empty(), Set.of("a\nlocked = true")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.add("alice", Optional.empty(), Set.of("a,b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotShowHashes() {
        PasswordHash hash = hasher.hash("secret".toCharArray());
        assertThat(hash.toString()).doesNotContain(hash.hash()).doesNotContain(hash.salt());
    }
}
