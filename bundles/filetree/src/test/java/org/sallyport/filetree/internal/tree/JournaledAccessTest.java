/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.FileAttributes;

/** Rules hold for what is not stored yet as for what is. */
class JournaledAccessTest extends JournaledTestCase {

    private void rule(String paths, String allow) {
        world.rule("rule", Map.of("paths", paths, "allow", allow));
    }

    @Test
    void aPendingUploadGetsNoDeniedName() throws Exception {
        Files.createDirectory(stored.resolve("private"));
        FileTree tree = session("ann");
        rule("/private, *.exe", "none");
        holdStore();
        put(tree, "/sealed", "content");
        OpenFile writing = open(tree, "/writing", OpenOptions.REPLACE);
        write(writing, "more", 0);
        for (String name : new String[] {"/sealed", "/writing"}) {
            for (RenameMode mode :
                    new RenameMode[] {RenameMode.NO_REPLACE, RenameMode.REPLACE_FILE, RenameMode.REPLACE}) {
                refused(Reason.PERMISSION_DENIED, () -> tree.rename(path(name), path("/private/f"), mode));
                refused(Reason.PERMISSION_DENIED, () -> tree.rename(path(name), path("/f.exe"), mode));
            }
            refused(Reason.PERMISSION_DENIED, () -> tree.copy(path("/sealed"), path("/f.exe"), RenameMode.NO_REPLACE));
        }
        writing.close();
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).containsExactly("private", "sealed", "writing");
        assertThat(stored.resolve("private")).isEmptyDirectory();
    }

    @Test
    void whoMayOnlyMakeReplacesNothingThatIsPending() throws Exception {
        FileTree tree = session("ann");
        FileTree other = session("bob");
        rule("/", "create, list, rename");
        holdStore();
        put(other, "/f", "his");
        refused(Reason.PERMISSION_DENIED, () -> put(tree, "/f", "hers"));
        put(tree, "/g", "hers");
        refused(Reason.PERMISSION_DENIED, () -> tree.rename(path("/g"), path("/f"), RenameMode.REPLACE));
        refused(Reason.PERMISSION_DENIED, () -> tree.remove(path("/f")));
        refused(
                Reason.PERMISSION_DENIED,
                () -> tree.setAttributes(
                        path("/f"),
                        true,
                        FileAttributes.EMPTY.toBuilder().size(0).build()));
        storeOpens.countDown();
        drain();
        assertThat(storedContent("f")).isEqualTo("his");
        assertThat(storedContent("g")).isEqualTo("hers");
    }
}
