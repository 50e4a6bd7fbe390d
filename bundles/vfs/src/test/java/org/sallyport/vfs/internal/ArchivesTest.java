/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.storage.StoreLease;

class ArchivesTest {

    @TempDir
    private Path folder;

    private Path temporary;
    private Fixture fixture;

    @BeforeEach
    void open() throws IOException {
        temporary = Files.createDirectory(folder.resolve("temporary"));
        fixture = new Fixture(temporary);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void zip(OutputStream target) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(target)) {
            zip.putNextEntry(new ZipEntry("d/a b%41#!.txt"));
            zip.write(text("first"));
            zip.putNextEntry(new ZipEntry("e"));
            zip.write(text("second"));
        }
    }

    private static void tar(OutputStream target) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(target)) {
            for (String name : List.of("d/one", "d/two", "three")) {
                TarArchiveEntry entry = new TarArchiveEntry(name);
                byte[] content = text(name.repeat(50_000));
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }

    @Test
    void readsAZip() throws IOException {
        Path archive = folder.resolve("a.zip");
        zip(Files.newOutputStream(archive));
        try (StoreLease lease = fixture.stores.acquire("zip:file://" + archive, Map.of())) {
            assertThat(lease.scheme()).isEqualTo("zip");
            assertThat(lease.localRoot()).isEmpty();
            assertThat(Fixture.read(lease, "d", "a b%41#!.txt")).isEqualTo("first");
            assertThat(lease.nameOf(lease.resolve(List.of("d")).getChildren()[0]))
                    .isEqualTo("a b%41#!.txt");
            assertThat(lease.resolve(List.of("d", "none")).exists()).isFalse();
        }
    }

    @Test
    void readsAZipThatLiesInAnotherStoreAndRemovesItsCopy() throws IOException {
        StoreLease ram = fixture.stores.acquire("tmp:///", Map.of());
        ram.close();
        Path inner = folder.resolve("inner.zip");
        zip(Files.newOutputStream(inner));
        Path outer = folder.resolve("outer.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(outer))) {
            zip.putNextEntry(new ZipEntry("inner.zip"));
            zip.write(Files.readAllBytes(inner));
        }
        try (StoreLease lease =
                fixture.stores.acquire("zip:zip:file://" + outer + "!/inner.zip!/d", Map.of("charset", "UTF-8"))) {
            assertThat(Fixture.read(lease, "a b%41#!.txt")).isEqualTo("first");
            assertThat(temporary).isNotEmptyDirectory();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tar", "tgz"})
    void readsSeveralFilesOfATarAtOnce(String scheme) throws IOException {
        Path archive = folder.resolve("a." + scheme);
        OutputStream file = Files.newOutputStream(archive);
        tar(scheme.equals("tar") ? file : new GZIPOutputStream(file));
        try (StoreLease lease = fixture.stores.acquire(scheme + ":file://" + archive, Map.of());
                InputStream one =
                        lease.resolve(List.of("d", "one")).getContent().getInputStream()) {
            String begin = new String(one.readNBytes(5), StandardCharsets.UTF_8);
            try (InputStream two =
                    lease.resolve(List.of("d", "two")).getContent().getInputStream()) {
                assertThat(new String(two.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("d/two".repeat(50_000));
            }
            assertThat(begin + new String(one.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("d/one".repeat(50_000));
        }
    }

    @Test
    void saysWhichArchiveIsMissing() {
        assertThatThrownBy(() -> fixture.stores.acquire("zip:file://" + folder + "/none.zip", Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.zip");
        assertThat(fixture.stores.providers()).allMatch(provider -> provider.leases() == 0);
    }
}
