/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same is found whether Java has a call for it or not. */
class MissingTest {

    @TempDir
    private Path folder;

    private static void assertSame(Path path) throws IOException {
        BasicFileAttributes found = Missing.lstat(path);
        BasicFileAttributes expected = Missing.tryAndSee(path);
        assertThat(found.fileKey()).isEqualTo(expected.fileKey());
        assertThat(found.size()).isEqualTo(expected.size());
        assertThat(found.isSymbolicLink()).isEqualTo(expected.isSymbolicLink());
    }

    @Test
    void whatIsThereIsFoundWithoutFollowingLinks() throws IOException {
        assertSame(folder);
        assertSame(Files.writeString(folder.resolve("f"), "123"));
        assertSame(Files.createSymbolicLink(folder.resolve("l"), Path.of("f")));
        assertSame(Files.createSymbolicLink(folder.resolve("dangling"), Path.of("none")));
        assertThat(Missing.lstat(folder.resolve("dangling")).isSymbolicLink()).isTrue();
    }

    @Test
    void whatIsNotThereIsNull() throws IOException {
        assertThat(Missing.lstat(folder.resolve("none"))).isNull();
        assertThat(Missing.lstat(folder.resolve("none/x"))).isNull();
        assertThat(Missing.tryAndSee(folder.resolve("none"))).isNull();
    }

    @Test
    void whatCannotBeLookedAtIsAnError() {
        Path tooLong = folder.resolve("n".repeat(300));
        assertThatThrownBy(() -> Missing.tryAndSee(tooLong)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> Missing.lstat(tooLong)).isInstanceOf(FileSystemException.class);
    }
}
