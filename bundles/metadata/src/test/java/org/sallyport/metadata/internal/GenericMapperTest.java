/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.provider.local.DefaultLocalFileProvider;
import org.apache.commons.vfs2.provider.ram.RamFileProvider;
import org.apache.commons.vfs2.provider.zip.ZipFileProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

class GenericMapperTest {

    @TempDir
    private Path folder;

    private final GenericMapper mapper = new GenericMapper();
    private DefaultFileSystemManager manager;

    @BeforeEach
    void open() throws IOException {
        manager = new DefaultFileSystemManager();
        manager.setFilesCache(new NullFilesCache());
        manager.addProvider("ram", new RamFileProvider());
        manager.addProvider("file", new DefaultLocalFileProvider());
        manager.addProvider("zip", new ZipFileProvider());
        manager.init();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private FileObject file(String uri) throws IOException {
        FileObject file = manager.resolveFile(uri);
        try (OutputStream out = file.getContent().getOutputStream()) {
            out.write(new byte[3]);
        }
        return file;
    }

    @Test
    void readsWhatVfsKnows() throws IOException {
        FileObject file = file("ram:///d/f");
        file.getContent().setLastModifiedTime(1_234_567_891_011L);

        FileAttributes read = mapper.read(file, Attribute.BASIC);

        assertThat(read.type()).isEqualTo(FileType.REGULAR);
        assertThat(read.size()).isEqualTo(3);
        assertThat(read.permissions()).isEqualTo(0644);
        assertThat(read.modifySeconds()).isEqualTo(1_234_567_891L);
        assertThat(read.modifyNanos()).isEqualTo(11_000_000);
        assertThat(read.accessSeconds()).isEqualTo(1_234_567_891L);
        assertThat(read.linkCount()).isEqualTo(1);
        assertThat(read.has(Attribute.OWNER_IDS)).isFalse();
        assertThat(mapper.read(file.getParent(), Attribute.NONE).permissions()).isEqualTo(0755);
        assertThat(mapper.read(file.getParent(), Attribute.NONE).isDirectory()).isTrue();
    }

    @Test
    void writesWhatTheStoreKeepsAndTellsTheRest() throws IOException {
        FileObject file = file("ram:///f");

        assertThat(mapper.write(
                        file,
                        FileAttributes.builder(FileType.REGULAR)
                                .size(1)
                                .modifyTime(-2, 999_000_000)
                                .accessTime(5, 0)
                                .permissions(0600)
                                .ownerIds(1, 2)
                                .build()))
                .containsExactlyInAnyOrder(Attribute.ACCESS_TIME, Attribute.PERMISSIONS, Attribute.OWNER_IDS);

        FileAttributes read = mapper.read(file, Attribute.NONE);
        assertThat(read.modifySeconds()).isEqualTo(-2);
        assertThat(read.modifyNanos()).isEqualTo(999_000_000);
        assertThat(read.size()).isEqualTo(3);
    }

    @Test
    void permissionsThatAreAlreadySoAreKept() throws IOException {
        FileObject file = file("ram:///f");

        assertThat(mapper.write(
                        file,
                        FileAttributes.builder(FileType.REGULAR)
                                .permissions(0100644)
                                .build()))
                .isEmpty();
    }

    @Test
    void archivesAreReadOnly() throws IOException {
        Path archive = folder.resolve("a.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry("d/f"));
        }
        FileObject file = manager.resolveFile("zip:file://" + archive + "!/d/f");

        assertThat(mapper.read(file, Attribute.ALL).permissions()).isEqualTo(0444);
        assertThat(mapper.read(file.getParent(), Attribute.ALL).permissions()).isEqualTo(0555);
        assertThat(mapper.write(
                        file,
                        FileAttributes.builder(FileType.REGULAR)
                                .permissions(0644)
                                .modifyTime(1, 0)
                                .build()))
                .containsExactlyInAnyOrder(Attribute.PERMISSIONS, Attribute.MODIFY_TIME);
    }
}
