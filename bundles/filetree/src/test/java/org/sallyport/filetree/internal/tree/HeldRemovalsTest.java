/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.session.Activity;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;

/** Clients that save by removing a file and renaming another to its name: gvfs, WinSCP, KIO, Cyberduck. */
@Timeout(60)
class HeldRemovalsTest extends TreeTestCase {

    @TempDir
    Path folder;

    @TempDir
    Path data;

    private FileTree saver;
    private FileTree other;

    @BeforeEach
    void begin() throws Exception {
        mount("5m");
        Files.writeString(folder.resolve("file"), "old");
        Files.setPosixFilePermissions(folder.resolve("file"), PosixFilePermissions.fromString("rw-r-----"));
        Files.writeString(folder.resolve("unrelated"), "u");
        saver = session("ann");
        other = session("bob");
    }

    private void mount(String window) throws InvalidConfigurationException {
        world.mount("m", Map.of("path", "/", "uri", folder.toUri().toString(), "quirks.delete-then-rename", window));
    }

    private void removeForAnother() throws FileTreeException {
        put(saver, "/.new", "new");
        assertThat(saver.remove(path("/file"))).as("removed at once").isFalse();
    }

    @Test
    void theFileIsThereForOthersUntilItIsReplaced() throws Exception {
        removeForAnother();
        refused(Reason.NO_SUCH_FILE, () -> saver.stat(path("/file"), true, Attribute.BASIC));
        assertThat(list(saver, "/")).containsExactlyInAnyOrder(".new", "unrelated");
        assertThat(get(other, "/file")).isEqualTo("old");

        assertThat(saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE))
                .isTrue();

        assertThat(get(other, "/file")).isEqualTo("new");
        assertThat(get(saver, "/file")).isEqualTo("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("file"))))
                .isEqualTo("rw-r-----");
        assertThat(activities()).isEmpty();
    }

    /** As far as the file system has pairs, and this user may give files away; without that right the owner is that of the new file. */
    @Test
    void theSuccessorOnALocalFolderInheritsWhatThereIsToInherit() throws Exception {
        MetadataComponent metadata = new MetadataComponent(Map.of(), data);
        try {
            world.use(new LocalFiles(metadata));
            Path file = folder.resolve("file");
            boolean pairs = Files.getFileStore(folder).supportsFileAttributeView("user");
            if (pairs) {
                Files.setAttribute(file, "user:colour", ByteBuffer.wrap("green".getBytes(StandardCharsets.UTF_8)));
                Files.setAttribute(file, "user:shape", ByteBuffer.wrap("round".getBytes(StandardCharsets.UTF_8)));
            }
            boolean mayGive = Files.getAttribute(file, "unix:uid").equals(0);
            if (mayGive) {
                Files.setAttribute(file, "unix:uid", 12_345);
                Files.setAttribute(file, "unix:gid", 12_346);
            }
            Files.setAttribute(file, "unix:mode", 02640);
            Map<String, Object> before = Files.readAttributes(file, "unix:uid,gid,mode");
            removeForAnother();
            if (pairs) {
                Files.setAttribute(
                        folder.resolve(".new"),
                        "user:shape",
                        ByteBuffer.wrap("square".getBytes(StandardCharsets.UTF_8)));
            }

            saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);

            assertThat(file).hasContent("new");
            assertThat(Files.readAttributes(file, "unix:uid,gid,mode")).isEqualTo(before);
            if (pairs) {
                assertThat((byte[]) Files.getAttribute(file, "user:colour"))
                        .asString()
                        .isEqualTo("green");
                assertThat((byte[]) Files.getAttribute(file, "user:shape"))
                        .asString()
                        .isEqualTo("square");
            }
            assertThat(activities()).isEmpty();
        } finally {
            metadata.deactivate();
        }
    }

    /** gvfs copies in one channel, and removes and renames in another. */
    @Test
    void theOtherMayHaveBeenMadeInAnotherChannelOfTheSession() throws Exception {
        put(anotherChannel("ann"), "/.new", "new");
        assertThat(saver.remove(path("/file"))).as("removed at once").isFalse();
        assertThat(get(other, "/file")).isEqualTo("old");
        saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);
        assertThat(get(other, "/file")).isEqualTo("new");
        assertThat(activities()).isEmpty();
    }

    @Test
    void whatAnotherSessionMadeBesideHoldsNothingBack() throws Exception {
        put(session("ann"), "/.new", "new");
        assertThat(saver.remove(path("/file"))).isTrue();
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void aRemovalWithNothingBesideIsOneAtOnce() throws Exception {
        assertThat(saver.remove(path("/file"))).isTrue();
        assertThat(folder.resolve("file")).doesNotExist();
    }

    @Test
    void whatTheSessionItselfMadeIsRemovedAtOnce() throws Exception {
        put(saver, "/.new", "new");
        assertThat(saver.remove(path("/.new"))).isTrue();
        assertThat(saver.remove(path("/file")))
                .as("nothing is beside it any more")
                .isTrue();
    }

    @Test
    void theRemovalComesAboutWhenTheSessionEnds() throws Exception {
        removeForAnother();
        saver.close();
        assertThat(folder.resolve("file")).doesNotExist();
        assertThat(activities()).containsExactly(Activity.Kind.REMOVE);
    }

    @Test
    void theRemovalComesAboutWhenTheTimeIsOver() throws Exception {
        mount("10ms");
        removeForAnother();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (activities().isEmpty() && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        assertThat(activities()).containsExactly(Activity.Kind.REMOVE);
        assertThat(folder.resolve("file")).doesNotExist();
        saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);
        assertThat(get(other, "/file")).isEqualTo("new");
    }

    @Test
    void theRemovalComesAboutWhenTheNameIsUsedOtherwise() throws Exception {
        removeForAnother();
        put(saver, "/file", "written anew");
        assertThat(activities()).containsExactly(Activity.Kind.REMOVE);
        assertThat(get(other, "/file")).isEqualTo("written anew");
        assertThat(get(saver, "/.new")).isEqualTo("new");
    }

    @Test
    void whatAnotherSessionPutThereMeanwhileIsNotRemoved() throws Exception {
        removeForAnother();
        put(other, "/file", "somebody else's");
        saver.close();
        assertThat(folder.resolve("file")).hasContent("somebody else's");
        assertThat(activities()).isEmpty();
    }

    @Test
    void whatAnotherSessionPutThereMeanwhileIsNotReplaced() throws Exception {
        removeForAnother();
        put(other, "/file", "somebody else's");
        refused(Reason.ALREADY_EXISTS, () -> saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE));
        assertThat(get(saver, "/file")).isEqualTo("somebody else's");
        assertThat(get(saver, "/.new")).isEqualTo("new");
    }

    @Test
    void aDirectoryWithOnlyHeldRemovalsIsEmpty() throws Exception {
        saver.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(saver, "/d/a", "a");
        put(saver, "/d/b", "b");
        FileTree third = session("ann");
        put(third, "/d/c", "c");
        assertThat(third.remove(path("/d/a"))).isFalse();
        assertThat(third.remove(path("/d/c"))).isTrue();
        saver.remove(path("/d/b"));
        third.removeDirectory(path("/d"));
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void withoutTheSwitchEveryRemovalIsOneAtOnce() throws Exception {
        mount("0");
        put(saver, "/.new", "new");
        assertThat(saver.remove(path("/file"))).isTrue();
        assertThat(folder.resolve("file")).doesNotExist();
    }

    private List<Activity.Kind> activities() {
        return reported.stream().map(Activity::kind).toList();
    }

    @Test
    void manyAreHeldAtOnceButNotAnyNumber() throws IOException, FileTreeException {
        put(saver, "/.new", "new");
        int held = 0;
        for (int i = 0; i < 80; i++) {
            Files.writeString(folder.resolve("f" + i), "x");
            if (!saver.remove(path("/f" + i))) {
                held++;
            }
        }
        assertThat(held).isEqualTo(64);
        assertThat(list(saver, "/")).containsExactlyInAnyOrder(".new", "file", "unrelated");
    }
}
