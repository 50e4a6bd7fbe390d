/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
import org.sallyport.api.metadata.Origin;
import org.sallyport.metadata.internal.sidecar.MvSidecar;
import org.sallyport.metadata.internal.sidecar.Sidecar;

class GenericMapperTest {

    @TempDir
    private Path folder;

    private GenericMapper mapper;
    private DefaultFileSystemManager manager;

    @BeforeEach
    void open() throws IOException {
        manager = new DefaultFileSystemManager();
        manager.setFilesCache(new NullFilesCache());
        manager.addProvider("ram", new RamFileProvider());
        manager.addProvider("file", new DefaultLocalFileProvider());
        manager.addProvider("zip", new ZipFileProvider());
        manager.init();
        mapper = new GenericMapper(() -> Sidecar.NONE, accounts());
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
    void saysWhereEachValueComesFrom() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            FileAttributes told = kept.read(file, Attribute.ALL);
            assertThat(told.origin(Attribute.SIZE)).isEqualTo(Origin.STORED);
            assertThat(told.origin(Attribute.PERMISSIONS)).isEqualTo(Origin.DERIVED);
            assertThat(told.origin(Attribute.ACCESS_TIME)).isEqualTo(Origin.DERIVED);
            assertThat(told.origin(Attribute.LINK_COUNT)).isEqualTo(Origin.ASSUMED);
            kept.write(
                    file,
                    FileAttributes.builder(FileType.REGULAR)
                            .permissions(0600)
                            .accessTime(5, 0)
                            .ownerNames("ann", "staff")
                            .build());
            FileAttributes set = kept.read(file, Attribute.ALL);
            assertThat(set.origin(Attribute.PERMISSIONS)).isEqualTo(Origin.STORED);
            assertThat(set.origin(Attribute.ACCESS_TIME)).isEqualTo(Origin.STORED);
            assertThat(set.origin(Attribute.OWNER_NAMES)).isEqualTo(Origin.STORED);
            assertThat(set.origin(Attribute.OWNER_IDS)).isEqualTo(Origin.DERIVED);
        });
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

    private static FileAttributes.Builder changes() {
        return FileAttributes.builder(FileType.REGULAR);
    }

    private static void set(FileObject file, String content) throws IOException {
        try (OutputStream out = file.getContent().getOutputStream()) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A mapper with a sidecar, as after each start of the server. */
    private interface Use {

        void of(GenericMapper kept) throws IOException;
    }

    private void withSidecar(Use use) throws IOException {
        try (MvSidecar sidecar = MvSidecar.open(folder.resolve("sidecar"))) {
            use.of(new GenericMapper(() -> sidecar, accounts()));
        }
    }

    @Test
    void whatTheStoreCannotKeepIsKeptBesideItOverRestarts() throws IOException {
        FileObject file = file("ram:///f");

        withSidecar(kept -> assertThat(kept.write(
                        file,
                        changes()
                                .modifyTime(4_102_444_800L, 123_456_789)
                                .accessTime(-86_400, 1)
                                .createTime(1, 2)
                                .permissions(06711)
                                .ownerIds(1000, 100)
                                .extended(Map.of("user.a", new byte[] {1}))
                                .build()))
                .isEmpty());

        withSidecar(kept -> {
            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(read.permissions()).isEqualTo(06711);
            assertThat(List.of(read.uid(), read.gid())).containsExactly(1000, 100);
            assertThat(List.of(read.modifySeconds(), (long) read.modifyNanos()))
                    .containsExactly(4_102_444_800L, 123_456_789L);
            assertThat(List.of(read.accessSeconds(), (long) read.accessNanos())).containsExactly(-86_400L, 1L);
            assertThat(List.of(read.createSeconds(), (long) read.createNanos())).containsExactly(1L, 2L);
            assertThat(read.extended().get("user.a")).containsExactly(1);
            assertThat(read.size()).isEqualTo(3);
        });
        assertThat(file.getContent().getLastModifiedTime())
                .as("other programs see the time too")
                .isEqualTo(4_102_444_800_123L);
    }

    @Test
    void aPairIsSetByItself() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(
                    file, changes().extended(Map.of("user.a", new byte[] {1})).build());
            kept.write(
                    file,
                    changes()
                            .extended(Map.of("user.b", new byte[] {2}))
                            .permissions(0600)
                            .build());

            Map<String, byte[]> pairs = kept.read(file, Attribute.ALL).extended();
            assertThat(pairs.get("user.a")).containsExactly(1);
            assertThat(pairs.get("user.b")).containsExactly(2);
        });
    }

    @Test
    void morePairsThanThereIsRoomForAreNotKeptAndThoseBeforeAre() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(
                    file, changes().extended(Map.of("user.a", new byte[40_000])).build());

            assertThat(kept.write(
                            file,
                            changes()
                                    .extended(Map.of("user.b", new byte[40_000]))
                                    .build()))
                    .containsExactly(Attribute.EXTENDED);

            assertThat(kept.read(file, Attribute.ALL).extended()).containsOnlyKeys("user.a");
        });
    }

    /** Java's own files have no time before 1970. */
    @Test
    void aTimeThatTheStoreHasNotIsKeptBesideIt() throws IOException {
        FileObject file = file("file://" + folder.resolve("f"));

        assertThat(mapper.write(file, changes().modifyTime(-86_400, 5).build()))
                .as("without a sidecar")
                .containsExactly(Attribute.MODIFY_TIME);
        assertThat(file.getContent().getLastModifiedTime()).isZero();
        withSidecar(kept -> {
            assertThat(kept.write(file, changes().modifyTime(-86_400, 5).build()))
                    .isEmpty();
            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(List.of(read.modifySeconds(), (long) read.modifyNanos())).containsExactly(-86_400L, 5L);
        });
    }

    @Test
    void theEndsOfTimeAreNoMistakeForEachOther() throws IOException {
        FileObject file = file("ram:///f");
        for (long end : new long[] {Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertThat(mapper.write(file, changes().modifyTime(end, 999_999_999).build()))
                    .as("without a sidecar")
                    .containsExactly(Attribute.MODIFY_TIME);
            assertThat(Long.signum(file.getContent().getLastModifiedTime())).isEqualTo(Long.signum(end));
            withSidecar(kept -> {
                assertThat(kept.write(
                                file, changes().modifyTime(end, 999_999_999).build()))
                        .isEmpty();
                assertThat(kept.read(file, Attribute.ALL).modifySeconds()).isEqualTo(end);
            });
        }
    }

    @Test
    void whenAnotherProgramWritesTheFileItsTimesAreThoseOfTheStoreAndTheRestStays() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(
                    file,
                    changes()
                            .modifyTime(1000, 5)
                            .accessTime(2000, 6)
                            .permissions(0600)
                            .ownerIds(7, 8)
                            .build());

            set(file, "other");
            file.getContent().setLastModifiedTime(9_000);

            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(read.modifySeconds()).isEqualTo(9);
            assertThat(read.modifyNanos()).isZero();
            assertThat(read.accessSeconds()).isEqualTo(9);
            assertThat(read.permissions()).isEqualTo(0600);
            assertThat(read.uid()).isEqualTo(7);

            kept.write(file, changes().permissions(0640).build());
            assertThat(kept.read(file, Attribute.ALL).modifySeconds())
                    .as("a later change does not bring the old time back")
                    .isEqualTo(9);
        });
    }

    @Test
    void aChangeOfTheSizeAloneTellsAnotherContent() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(file, changes().modifyTime(1000, 5).build());

            set(file, "longer than before");
            file.getContent().setLastModifiedTime(1_000_000);

            assertThat(kept.read(file, Attribute.ALL).modifyNanos()).isZero();
        });
    }

    @Test
    void aDirectoryThatTakesTheNameOfAFileHasNothingOfIt() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(file, changes().permissions(0600).ownerIds(7, 8).build());

            file.delete();
            manager.resolveFile("ram:///f").createFolder();

            FileAttributes read = kept.read(manager.resolveFile("ram:///f"), Attribute.ALL);
            assertThat(read.permissions()).isEqualTo(0755);
            assertThat(read.has(Attribute.OWNER_IDS)).isFalse();
        });
    }

    @Test
    void aContentThatWeReplaceLosesItsTimesEvenIfTheStoreTellsNoDifference() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(
                    file,
                    changes()
                            .modifyTime(1000, 5)
                            .permissions(0600)
                            .createTime(1, 2)
                            .build());

            kept.replaced(file);

            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(read.modifySeconds()).isEqualTo(1000);
            assertThat(read.modifyNanos()).isZero();
            assertThat(read.permissions()).isEqualTo(0600);
            assertThat(read.createSeconds()).isEqualTo(1);
        });
    }

    /** {@code ram} gives a file that it renames the time of that. */
    @Test
    void whatIsKeptMovesWithTheFileAndGoesWithIt() throws IOException {
        FileObject file = file("ram:///f");
        FileObject moved = manager.resolveFile("ram:///g");
        withSidecar(kept -> {
            kept.write(file, changes().permissions(0600).modifyTime(1000, 5).build());

            kept.move(file, moved);

            FileAttributes read = kept.read(manager.resolveFile("ram:///g"), Attribute.ALL);
            assertThat(read.permissions()).isEqualTo(0600);
            assertThat(read.modifySeconds()).isEqualTo(1000);
            assertThat(read.modifyNanos()).isEqualTo(5);
            assertThat(manager.resolveFile("ram:///g").getContent().getLastModifiedTime())
                    .isEqualTo(1_000_000);

            kept.forgotten(moved);
            assertThat(kept.read(moved, Attribute.ALL).permissions()).isEqualTo(0644);
        });
    }

    @Test
    void aTimeThatNoLongerHeldBeforeARenameDoesNotComeBackWithIt() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(file, changes().modifyTime(1000, 5).build());
            file.getContent().setLastModifiedTime(2_000_000);

            kept.move(file, manager.resolveFile("ram:///g"));

            FileAttributes read = kept.read(manager.resolveFile("ram:///g"), Attribute.ALL);
            assertThat(read.modifySeconds()).isEqualTo(2000);
            assertThat(read.modifyNanos()).isZero();
        });
    }

    @Test
    void aDirectoryThatNothingIsKeptForAnyMoreTakesNothingFromItsFiles() throws IOException {
        FileObject file = file("ram:///d/f");
        FileObject directory = manager.resolveFile("ram:///d");
        withSidecar(kept -> {
            kept.write(
                    file,
                    FileAttributes.builder(FileType.REGULAR).permissions(0640).build());
            kept.write(
                    directory,
                    FileAttributes.builder(FileType.DIRECTORY).permissions(0700).build());
            kept.write(
                    directory,
                    FileAttributes.builder(FileType.DIRECTORY).permissions(0755).build());

            assertThat(kept.read(directory, Attribute.BASIC).permissions()).isEqualTo(0755);
            assertThat(kept.read(file, Attribute.BASIC).permissions()).isEqualTo(0640);
        });
    }

    @Test
    void timesOfADirectoryHoldUntilItsStoreTellsAnother() throws IOException {
        file("ram:///d/f");
        FileObject directory = manager.resolveFile("ram:///d");
        withSidecar(kept -> {
            assertThat(kept.write(
                            directory,
                            changes().permissions(0700).modifyTime(1000, 5).build()))
                    .isEmpty();
            assertThat(kept.read(directory, Attribute.ALL).modifyNanos()).isEqualTo(5);

            directory.getContent().setLastModifiedTime(2_000_000);

            assertThat(kept.read(directory, Attribute.ALL).modifySeconds()).isEqualTo(2000);
            assertThat(kept.read(directory, Attribute.ALL).permissions()).isEqualTo(0700);
        });
    }

    @Test
    void whatTheStoreTellsItselfIsNotKeptTwice() throws IOException {
        FileObject file = file("ram:///f");
        try (MvSidecar sidecar = MvSidecar.open(folder.resolve("sidecar"))) {
            GenericMapper kept = new GenericMapper(() -> sidecar, accounts());
            kept.write(
                    file,
                    changes().permissions(0644).modifyTime(1000, 5_000_000).build());
            assertThat(sidecar.find(file)).isEmpty();

            kept.write(file, changes().permissions(0600).modifyTime(1000, 5).build());
            assertThat(sidecar.find(file)).isPresent();

            kept.write(file, changes().permissions(0644).modifyTime(1000, 0).build());
            assertThat(sidecar.find(file)).isEmpty();
        }
    }

    private Accounts accounts() throws IOException {
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "ann:x:1000:100::/:\n");
        Path group = folder.resolve("group");
        Files.writeString(group, "staff:x:50:\n");
        return new Accounts(new OwnerNames(passwd, group, System::nanoTime), folder.resolve("accounts"));
    }

    @Test
    void anOwnerByNameHasANumberForClientsThatKnowNoNames() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(file, changes().ownerNames("ann@example.org", "staff").build());
            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(List.of(read.uid(), read.gid())).containsExactly(1000, 50);

            kept.write(file, changes().ownerNames("eve", "guests").build());
        });
        withSidecar(kept -> {
            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(List.of(read.uid(), read.gid())).containsExactly(AllottedNumbers.FIRST, AllottedNumbers.FIRST);
            assertThat(List.of(read.owner(), read.group())).containsExactly("eve", "guests");
        });
    }

    @Test
    void anOwnerByNumberHasANameAndTakesThePlaceOfOneByName() throws IOException {
        FileObject file = file("ram:///f");
        withSidecar(kept -> {
            kept.write(file, changes().ownerNames("eve", "guests").build());
            kept.write(file, changes().ownerIds(1000, 77).build());

            FileAttributes read = kept.read(file, Attribute.ALL);
            assertThat(List.of(read.uid(), read.gid())).containsExactly(1000, 77);
            assertThat(List.of(read.owner(), read.group())).containsExactly("ann", "77");
        });
    }
}
