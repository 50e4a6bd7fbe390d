/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentFilesTest {

    private static final int MOST = 10 * 4096;

    @TempDir
    Path folder;

    private SegmentFiles files;

    @BeforeEach
    void open() throws IOException {
        files = SegmentFiles.open(folder, MOST);
    }

    @AfterEach
    void close() throws IOException {
        files.close();
    }

    private static byte[] content(int number) {
        return ("content " + number).repeat(300).getBytes(StandardCharsets.UTF_8);
    }

    private List<Path> onDisk() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    @Test
    void whatIsKeptIsReadBackAndIsNotThereInTheClear() throws IOException {
        files.write("a/0", content(1));

        assertThat(files.read("a/0")).contains(content(1));
        assertThat(files.read("a/1")).isEmpty();
        String sealed = Files.readString(onDisk().get(0), StandardCharsets.ISO_8859_1);
        assertThat(sealed).doesNotContain("content");
        assertThat(onDisk().get(0).toString()).doesNotContain("a/0");
    }

    @Test
    void whatWasChangedIsMissingAndCanBeKeptAgain() throws IOException {
        files.write("a/0", content(1));
        byte[] sealed = Files.readAllBytes(onDisk().get(0));
        sealed[100] ^= 1;
        Files.write(onDisk().get(0), sealed);

        assertThat(files.read("a/0")).isEmpty();
        assertThat(files.has("a/0")).isFalse();
        files.write("a/0", content(1));
        assertThat(files.read("a/0")).contains(content(1));
    }

    @Test
    void whatWasPutInAnothersPlaceIsMissing() throws IOException {
        files.write("a/0", content(1));
        files.write("b/0", content(2));
        byte[] first = Files.readAllBytes(onDisk().get(0));
        Files.write(onDisk().get(0), Files.readAllBytes(onDisk().get(1)));
        Files.write(onDisk().get(1), first);

        assertThat(files.read("a/0")).isEmpty();
        assertThat(files.read("b/0")).isEmpty();
    }

    @Test
    void whatWasCutIsMissing() throws IOException {
        files.write("a/0", content(1));
        Files.write(onDisk().get(0), new byte[3]);

        assertThat(files.read("a/0")).isEmpty();
    }

    @Test
    void theOldestGoesWhenThereIsNoRoom() throws IOException {
        for (int i = 0; i < 10; i++) {
            files.write("f/" + i, content(i));
        }
        assertThat(files.read("f/0")).isPresent();
        files.write("f/10", content(10));

        assertThat(files.read("f/0")).isPresent();
        assertThat(files.read("f/1")).isEmpty();
        assertThat(onDisk()).hasSize(10);
        files.write("large", new byte[MOST + 1]);
        assertThat(files.has("large")).isFalse();
        assertThat(files.has("f/10")).isTrue();
    }

    @Test
    void aDiskThatFailsIsACacheThatKeepsNothing() throws IOException {
        files.write("a/0", content(1));
        for (Path file : onDisk()) {
            Files.delete(file);
            Files.delete(file.getParent());
        }

        assertThat(files.read("a/0")).isEmpty();
        files.write("b/0", content(2));
        assertThat(files.read("b/0")).isEmpty();
        assertThat(onDisk()).isEmpty();
    }

    @Test
    void whatAnEndedProcessHasLeftIsSweptAndWhatOthersUseStays() throws IOException {
        files.write("a/0", content(1));
        Path left = Files.createDirectory(
                folder.resolve("segments-" + ProcessHandle.current().pid() + "-1000-x"));
        Files.write(left.resolve("1"), content(1));

        try (SegmentFiles second = SegmentFiles.open(folder, MOST)) {
            assertThat(left).doesNotExist();
            assertThat(files.read("a/0")).contains(content(1));
            second.write("a/0", content(2));
            assertThat(second.read("a/0")).contains(content(2));
        }
        assertThat(onDisk()).hasSize(1);
    }

    @Test
    void whatCannotBeSweptIsNoHindranceAndALinkIsNotFollowed() throws IOException {
        Path others = Files.createDirectory(folder.resolve("others"));
        Files.writeString(others.resolve("1"), "theirs");
        Path link = Files.createSymbolicLink(folder.resolve("segments-1-1000-x"), others);
        Path left = Files.createDirectory(folder.resolve("segments-1-2000-x"));
        Files.createDirectories(left.resolve("a/b"));

        try (SegmentFiles second = SegmentFiles.open(folder, MOST)) {
            second.write("a/0", content(2));
            assertThat(second.read("a/0")).contains(content(2));
        }
        assertThat(others.resolve("1")).hasContent("theirs");
        assertThat(link).isSymbolicLink();
        assertThat(left).exists();
    }

    @Test
    void onlyTheOwnerMayLookIntoTheFolder() throws IOException {
        files.write("a/0", content(1));

        assertThat(Files.getPosixFilePermissions(onDisk().get(0).getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
}
