/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.quirk.SftpQuirks;

/** Switches that mounts decide, set for one of two, or for one of two sessions on the same one. */
class MountSwitchesTest extends TreeTestCase {

    @TempDir
    Path folder;

    @BeforeEach
    void twoMounts() throws Exception {
        mount("plain", Map.of());
        mount("switched", Map.of("quirks.rename-across-mounts", "copy", "quirks.absolute-symlinks", "virtual"));
    }

    private void mount(String name, Map<String, String> more) throws Exception {
        Path where = Files.createDirectories(folder.resolve(name));
        Map<String, String> values = new HashMap<>(more);
        values.put("path", "/" + name);
        values.put("uri", where.toUri().toString());
        world.mount(name, values);
    }

    @Test
    void aFileIsCopiedAcrossWhereTheTargetSaysSo() throws Exception {
        FileTree tree = session("ann");
        Path file = Files.writeString(folder.resolve("plain/f"), "content");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        Files.createDirectory(folder.resolve("plain/d"));

        tree.rename(path("/plain/f"), path("/switched/g"), RenameMode.NO_REPLACE);

        assertThat(file).doesNotExist();
        assertThat(folder.resolve("switched/g")).hasContent("content");
        assertThat(Files.getLastModifiedTime(folder.resolve("switched/g")).toMillis())
                .isEqualTo(1_000_000_000_000L);
        refused(Reason.CROSS_STORE, () -> tree.rename(path("/switched/g"), path("/plain/g"), RenameMode.NO_REPLACE));
        refused(Reason.CROSS_STORE, () -> tree.rename(path("/plain/d"), path("/switched/d"), RenameMode.NO_REPLACE));
        put(tree, "/plain/h", "other");
        refused(Reason.ALREADY_EXISTS, () -> tree.rename(path("/plain/h"), path("/switched/g"), RenameMode.NO_REPLACE));
        assertThat(folder.resolve("plain/h")).hasContent("other");
        tree.rename(path("/plain/h"), path("/switched/g"), RenameMode.REPLACE_FILE);
        assertThat(folder.resolve("switched/g")).hasContent("other");
    }

    @Test
    void aSwitchOfOneSessionReachesNoOther() throws Exception {
        FileTree ann = session("ann");
        FileTree bob = session("bob");
        switchFor("ann", SftpQuirks.RENAME_ACROSS_MOUNTS, Optional.of(SftpQuirks.RENAME_ACROSS_MOUNTS.read("copy")));
        put(ann, "/plain/a", "a");
        put(bob, "/plain/b", "b");
        ann.rename(path("/plain/a"), path("/switched/a"), RenameMode.NO_REPLACE);
        put(ann, "/switched/c", "c");
        ann.rename(path("/switched/c"), path("/plain/c"), RenameMode.NO_REPLACE);
        put(bob, "/switched/d", "d");
        refused(Reason.CROSS_STORE, () -> bob.rename(path("/switched/d"), path("/plain/d"), RenameMode.NO_REPLACE));
    }

    @Test
    void absoluteLinksAreShownAsEachMountSays() throws Exception {
        FileTree tree = session("ann");
        for (String mount : new String[] {"plain", "switched"}) {
            Path target = Files.writeString(folder.resolve(mount + "/target"), "");
            Files.createSymbolicLink(folder.resolve(mount + "/link"), target.toRealPath());
        }
        assertThat(tree.readLink(path("/plain/link"))).isEqualTo("target");
        assertThat(tree.readLink(path("/switched/link"))).isEqualTo("/switched/target");
    }
}
