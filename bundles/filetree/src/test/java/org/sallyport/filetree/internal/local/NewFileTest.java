/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;

class NewFileTest {

    @TempDir
    private Path folder;

    /** Sees what a file may before anything is set, and sets nothing. */
    private static final class Watching implements LocalMetadataMapper {

        private final List<String> seen = new ArrayList<>();

        @Override
        public Set<Attribute> write(Path path, boolean followLinks, FileAttributes changes) throws IOException {
            seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            return Set.of();
        }

        @Override
        public FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Optional<String>> userNames(List<Integer> uids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Optional<String>> groupNames(List<Integer> gids) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int userNumber(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int groupNumber(String name) {
            throw new UnsupportedOperationException();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "-w-------", "rwx------", "--x------"})
    void isPrivateFromItsFirstMoment(String wanted) throws IOException {
        Watching mapper = new Watching();
        int mode = 0;
        for (int bit = 0; bit < wanted.length(); bit++) {
            mode |= wanted.charAt(bit) == '-' ? 0 : 0400 >> bit;
        }
        FileAttributes initial =
                FileAttributes.builder(FileType.REGULAR).permissions(mode).build();

        try (FileChannel channel = NewFile.make(
                mapper,
                folder.resolve("f"),
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                initial)) {
            assertThat(channel.isOpen()).isTrue();
        }

        assertThat(mapper.seen).isNotEmpty().containsOnly(wanted);
    }

    /** Pairs and times can be set only on what may be read and written by its owner. */
    @Test
    void canHaveTheRestBeforeItsMode() throws IOException {
        Watching mapper = new Watching();
        FileAttributes initial = FileAttributes.builder(FileType.REGULAR)
                .permissions(0040)
                .modifyTime(1_000_000_000, 0)
                .build();

        NewFile.make(
                        mapper,
                        folder.resolve("f"),
                        Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                        initial)
                .close();

        assertThat(mapper.seen).hasSize(2).allMatch(seen -> seen.startsWith("rw-"));
    }
}
