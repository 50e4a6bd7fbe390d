/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.vfs2.FileObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.storage.StoreLease;

/** No name leads out of a root, and each is taken literally. */
class NamesTest {

    @TempDir
    private Path folder;

    private Fixture fixture;
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root %41"));
        Files.writeString(folder.resolve("secret"), "secret");
        fixture = new Fixture(Files.createDirectory(folder.resolve("temporary")));
    }

    private StoreLease local() throws IOException {
        return fixture.stores.acquire("file://" + folder + "/root%20%2541", Map.of());
    }

    @Test
    void knowsTheLocalRoot() throws IOException {
        try (StoreLease lease = local()) {
            assertThat(lease.localRoot()).contains(root);
            assertThat(lease.scheme()).isEqualTo("file");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "caf%C3%A9, caf\u00e9",
        "caf\u00e9, caf\u00e9",
        "%f0%9f%9a%80, \uD83D\uDE80",
        "a%3fb%23c%5bx%5d%20%25, a?b#c[x] %",
        "%21%24%26, !$&"
    })
    void readsTheRootAsUrisWriteIt(String written, String name) throws IOException {
        try (StoreLease lease = fixture.stores.acquire("file://" + folder + "/" + written, Map.of())) {
            assertThat(lease.localRoot()).contains(folder.resolve(name));
            lease.resolve(List.of()).createFolder();
            assertThat(folder.resolve(name)).isDirectory();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e",
                "%2E%2E%2Fsecret",
                "..%2fsecret",
                "file:",
                "ram:x",
                "a\\b",
                "..\\secret",
                "a%b",
                "a%20b",
                "a b#?",
                "%",
                "~",
                "!x",
                "x!",
                "name\nline",
                "\uD83D\uDE80 \u00e9"
            })
    void takesNamesLiterallyInALocalFolder(String name) throws IOException {
        try (StoreLease lease = local()) {
            Fixture.write(lease, name, name);

            assertThat(Files.readString(root.resolve(name))).isEqualTo(name);
            assertThat(Fixture.read(lease, name)).isEqualTo(name);
            assertThat(lease.nameOf(lease.resolve(List.of(name)))).isEqualTo(name);
            try (var entries = Files.list(root)) {
                assertThat(entries).containsExactly(root.resolve(name));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%2e%2e",
                "%2E%2E%2Fsecret",
                "..%2fsecret",
                "a%b",
                "a%20b",
                "a b#?",
                "%",
                "!x",
                "y\u00e9\uD83D\uDE80",
                "tail ",
                "c:"
            })
    void listsInRamWhatItWasToldToMake(String name) throws IOException {
        try (StoreLease lease = fixture.stores.acquire("ram:///base", Map.of())) {
            lease.resolve(List.of("d")).createFolder();
            Fixture.write(lease, name, "d", name);

            List<String> listed = new ArrayList<>();
            for (FileObject child : lease.resolve(List.of("d")).getChildren()) {
                listed.add(lease.nameOf(child));
            }

            assertThat(listed).containsExactly(name);
            assertThat(Fixture.read(lease, "d", name)).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\b", "ram:x", "file:x"})
    void refusesInOtherStoresWhatWouldBreakTheirListings(String name) throws IOException {
        try (StoreLease lease = fixture.stores.acquire("ram:///", Map.of())) {
            assertThatThrownBy(() -> lease.resolve(List.of(name)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot bear");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/etc/passwd", "file:///etc/passwd", "a\0b"})
    void refusesWhatIsNoName(String name) throws IOException {
        try (StoreLease lease = local()) {
            assertThatThrownBy(() -> lease.resolve(List.of("x", name)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("not a name");
        }
    }

    @Test
    void resolvesTheRootItself() throws IOException {
        try (StoreLease lease = local()) {
            assertThat(lease.resolve(List.of()).isFolder()).isTrue();
        }
    }
}
