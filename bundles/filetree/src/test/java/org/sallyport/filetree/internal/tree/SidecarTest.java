/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.metadata.internal.GenericMapper;
import org.sallyport.metadata.internal.MetadataComponent;

/** Attributes that a store cannot keep, with the real mapper and its sidecar: they go with the files, journaled or not. */
class SidecarTest extends JournaledTestCase {

    private static final FileAttributes ALL = FileAttributes.builder(FileType.REGULAR)
            .permissions(0640)
            .ownerIds(1234, 5678)
            .modifyTime(1_500_000_000L, 123_456_789)
            .accessTime(1_400_000_000L, 1)
            .build();

    private MetadataComponent metadata;

    @BeforeEach
    void openSidecar() {
        metadata = new MetadataComponent(Map.of(), folder);
        world.use(new GenericMapper(metadata));
    }

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
    }

    private FileTree tree(boolean journaled) throws Exception {
        if (journaled) {
            journal.close();
            journal = world.openJournal(settings(Map.of()));
        }
        mount(Map.of("journal", Boolean.toString(journaled), "close-reply", "stored", "umask", "027"));
        return session("ann");
    }

    private static FileAttributes read(FileTree tree, String path) throws FileTreeException {
        return tree.stat(path(path), false, Attribute.ALL);
    }

    private static void assertAll(FileTree tree, String path) throws FileTreeException {
        FileAttributes read = read(tree, path);
        assertThat(read.permissions()).isEqualTo(0640);
        assertThat(List.of(read.uid(), read.gid())).containsExactly(1234, 5678);
        assertThat(List.of(read.modifySeconds(), (long) read.modifyNanos()))
                .containsExactly(1_500_000_000L, 123_456_789L);
        assertThat(read.accessSeconds()).isEqualTo(1_400_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theyGoWithAFileThroughRenamesAndRestarts(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        put(ann, "/f", "content");
        ann.setAttributes(path("/f"), false, ALL);
        assertAll(ann, "/f");

        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        ann.rename(path("/f"), path("/d/g"), RenameMode.NO_REPLACE);
        ann.rename(path("/d"), path("/e"), RenameMode.NO_REPLACE);
        assertAll(ann, "/e/g");

        metadata.deactivate();
        assertThat(read(ann, "/e/g").permissions()).as("without the sidecar").isEqualTo(0644);
        openSidecar();
        assertAll(ann, "/e/g");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theyCanBeSetWhileTheFileIsWritten(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        OpenFile file = ann.open(path("/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(file, "content", 0);
        file.setAttributes(FileAttributes.builder(FileType.REGULAR)
                .permissions(0640)
                .ownerIds(1234, 5678)
                .build());
        file.setAttributes(FileAttributes.builder(FileType.REGULAR)
                .modifyTime(1_500_000_000L, 123_456_789)
                .accessTime(1_400_000_000L, 1)
                .build());
        assertThat(file.attributes(Attribute.ALL).modifyNanos()).isEqualTo(123_456_789);
        file.close();

        assertAll(ann, "/f");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNewHasThePermissionsItWasMadeWithLessTheMask(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        FileAttributes asked =
                FileAttributes.builder(FileType.REGULAR).permissions(0777).build();
        ann.open(path("/f"), OpenOptions.REPLACE, asked).close();
        ann.makeDirectory(path("/d"), asked);

        assertThat(read(ann, "/f").permissions()).isEqualTo(0750);
        assertThat(read(ann, "/d").permissions()).isEqualTo(0750);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsNewHasForcedPermissionsEvenIfNobodyAskedForAny(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        mount(Map.of("journal", Boolean.toString(journaled), "close-reply", "stored", "forced-mode", "060"));
        put(ann, "/f", "content");
        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);

        assertThat(read(ann, "/f").permissions()).isEqualTo(0664);
        assertThat(read(ann, "/d").permissions()).isEqualTo(0775);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenWeOverwriteAFileItKeepsWhatBelongsToItsNameAndHasANewTime(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        put(ann, "/f", "content");
        ann.setAttributes(path("/f"), false, ALL);

        put(ann, "/f", "CONTENT");

        FileAttributes read = read(ann, "/f");
        assertThat(read.permissions()).isEqualTo(0640);
        assertThat(read.uid()).isEqualTo(1234);
        assertThat(read.modifySeconds()).isGreaterThan(1_600_000_000L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whenAnotherProgramOverwritesAFileItHasTheTimeOfThat(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        put(ann, "/f", "content");
        ann.setAttributes(path("/f"), false, ALL);

        Path file = stored.resolve("f");
        Files.writeString(file, "CONTENT");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_000L));

        FileAttributes read = read(ann, "/f");
        assertThat(read.modifySeconds()).isEqualTo(1_700_000_000L);
        assertThat(read.accessSeconds()).isEqualTo(1_700_000_000L);
        assertThat(read.permissions()).isEqualTo(0640);
        assertThat(read.uid()).isEqualTo(1234);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNewFileHasNothingOfOneThatWasRemovedOrReplaced(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        put(ann, "/f", "content");
        ann.setAttributes(path("/f"), false, ALL);
        ann.remove(path("/f"));
        put(ann, "/f", "content");
        assertThat(read(ann, "/f").permissions()).isEqualTo(0644);
        assertThat(read(ann, "/f").has(Attribute.OWNER_IDS)).isFalse();

        ann.setAttributes(path("/f"), false, ALL);
        put(ann, "/other", "other");
        ann.rename(path("/other"), path("/f"), RenameMode.REPLACE);
        assertThat(read(ann, "/f").has(Attribute.OWNER_IDS)).isFalse();

        ann.setAttributes(path("/f"), false, ALL);
        Files.delete(stored.resolve("f"));
        put(ann, "/f", "after another program took it away");
        assertThat(read(ann, "/f").has(Attribute.OWNER_IDS)).isFalse();

        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(ann, "/d/f", "content");
        ann.setAttributes(path("/d/f"), false, ALL);
        ann.remove(path("/d/f"));
        ann.removeDirectory(path("/d"));
        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        assertThat(read(ann, "/d").permissions()).isEqualTo(0755);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void allMountsOfAStoreShareThem(boolean journaled) throws Exception {
        FileTree ann = tree(journaled);
        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(ann, "/d/f", "content");
        ann.setAttributes(path("/d/f"), false, ALL);

        world.mount(
                "other",
                Map.of("uri", "slow://" + stored + "/d", "path", "/other", "journal", Boolean.toString(journaled)));

        assertAll(session("bob"), "/other/f");
    }
}
