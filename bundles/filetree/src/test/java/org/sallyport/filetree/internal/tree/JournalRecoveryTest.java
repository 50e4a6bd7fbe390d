/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.Test;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** What becomes of uploads when the server is killed, or the store is away. */
class JournalRecoveryTest extends JournaledTestCase {

    @Test
    void whatWasSealedIsStoredByTheNextRun() throws Exception {
        Files.writeString(stored.resolve("old"), "old");
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/small", "small content");
        put(ann, "/large", "x".repeat(1 << 20));
        put(ann, "/gone", "removed");
        put(ann, "/tmp", "new");
        ann.rename(path("/tmp"), path("/old"), RenameMode.REPLACE);
        ann.remove(path("/gone"));
        write(open(ann, "/unsealed", OpenOptions.REPLACE), "never closed", 0);
        crash();
        assertThat(list(session("bob"), "/")).containsExactlyInAnyOrder("small", "large", "old");
        drain();
        assertThat(storedNames()).containsExactly("large", "old", "small");
        assertThat(storedContent("small")).isEqualTo("small content");
        assertThat(storedContent("large")).hasSize(1 << 20);
        assertThat(storedContent("old")).isEqualTo("new");
    }

    @Test
    void whatIsPendingWhenAnotherStoreTakesItsPlaceGoesWhereItWasMeantTo() throws Exception {
        Path other = Files.createDirectories(folder.resolve("other"));
        holdStore();
        put(session("ann"), "/f", "content");
        mount(Map.of("uri", "slow://" + other));
        assertThat(list(session("bob"), "/")).isEmpty();
        crash();
        mount(Map.of("uri", "slow://" + other));
        drain();
        assertThat(storedNames()).containsExactly("f");
        assertThat(other).isEmptyDirectory();
    }

    @Test
    void aCommitWhoseAnswerWasLostIsSettledWithoutADuplicate() throws Exception {
        AtomicBoolean lost = new AtomicBoolean();
        world.faults.set((what, path) -> {
            if (what.equals("renamed") && path.endsWith("/f") && lost.compareAndSet(false, true)) {
                throw new java.io.IOException("the answer is lost");
            }
        });
        put(session("ann"), "/f", "content");
        drain();
        assertThat(lost).isTrue();
        assertThat(storedNames()).containsExactly("f");
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void aNewerUploadWaitsUntilALostAnswerIsSettled() throws Exception {
        AtomicBoolean away = new AtomicBoolean();
        world.faults.set((what, path) -> {
            if (what.equals("renamed")) {
                away.set(true);
            }
            if (away.get()) {
                throw new java.io.IOException("the answer is lost");
            }
        });
        FileTree ann = session("ann");
        assertThat(list(ann, "/")).isEmpty();
        put(ann, "/f", "first");
        while (journal.status().failures() == 0) {
            Thread.onSpinWait();
        }
        put(ann, "/f", "second");
        world.faults.clear();
        drain();
        assertThat(storedNames()).containsExactly("f");
        assertThat(storedContent("f")).isEqualTo("second");
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void aStoreThatWasAwayGetsEverythingOnceAndInOrder() throws Exception {
        FileTree ann = session("ann");
        assertThat(list(ann, "/")).isEmpty();
        List<String> renamed = Collections.synchronizedList(new ArrayList<>());
        world.faults.goAway();
        for (int i = 0; i < 1000; i++) {
            put(ann, "/f" + i % 900, "content " + i);
        }
        for (int i = 0; i < 900; i += 100) {
            assertThat(get(session("bob"), "/f" + i)).startsWith("content ");
        }
        refused(Reason.UNAVAILABLE, () -> open(session("bob"), "/other/f", OpenOptions.REPLACE));
        world.faults.set((what, path) -> {
            if (what.equals("renamed")) {
                renamed.add(path);
            }
        });
        drain();
        assertThat(storedNames()).hasSize(900);
        for (int i = 0; i < 900; i++) {
            assertThat(storedContent("f" + i)).isEqualTo("content " + (i < 100 ? i + 900 : i));
        }
        assertThat(renamed).hasSize(900).doesNotHaveDuplicates();
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void aStoreThatIsAwayTakesUploadsOfSessionsThatBeginThen() throws Exception {
        FileTree ann = session("ann");
        ann.makeDirectory(path("/inbox"), FileAttributes.EMPTY);
        ann.close();
        world.faults.goAway();
        FileTree bob = session("bob");
        assertThat(bob.stat(path("/inbox"), true, Attribute.BASIC).isDirectory())
                .isTrue();
        put(bob, "/inbox/f", "content");
        assertThat(get(bob, "/inbox/f")).isEqualTo("content");
        refused(Reason.FAILURE, () -> list(bob, "/inbox"));
        world.faults.clear();
        drain();
        assertThat(list(bob, "/inbox")).containsExactly("f");
    }

    @Test
    void whatWasSeenBeforeTheStoreWentAwayIsOverwritten() throws Exception {
        FileTree ann = session("ann");
        put(ann, "/f", "first");
        put(ann, "/gone", "first");
        drain();
        world.faults.goAway();
        for (String name : List.of("/f", "/gone")) {
            put(ann, name, "second, longer");
            assertThat(get(session("bob"), name)).isEqualTo("second, longer");
        }
        Files.delete(stored.resolve("gone"));
        world.faults.clear();
        while (journal.uploads().stream().anyMatch(upload -> upload.state() != UploadState.PARKED)) {
            Thread.onSpinWait();
        }
        assertThat(storedContent("f")).isEqualTo("second, longer");
        assertThat(storedContent("gone")).isEqualTo("second, longer");
    }

    @Test
    void whatThisServerPutAtANameBeforeTheStoreWentAwayIsOverwritten() throws Exception {
        Files.createDirectory(stored.resolve("d"));
        FileTree ann = session("ann");
        put(ann, "/a", "first");
        put(ann, "/b", "first b");
        put(ann, "/replaced", "will be replaced");
        put(ann, "/d/f", "in a directory");
        put(ann, "/timed", "first");
        drain();
        ann.rename(path("/a"), path("/renamed"), RenameMode.NO_REPLACE);
        ann.rename(path("/b"), path("/replaced"), RenameMode.REPLACE);
        ann.rename(path("/d"), path("/e"), RenameMode.NO_REPLACE);
        ann.setAttributes(
                path("/timed"),
                true,
                FileAttributes.builder(FileType.UNKNOWN)
                        .modifyTime(1_000_000_000, 0)
                        .build());
        ann.stat(path("/e"), true, Attribute.BASIC);
        ann.close();
        world.faults.goAway();
        FileTree bob = session("bob");
        List<String> places = List.of("renamed", "replaced", "e/f", "timed");
        for (String place : places) {
            put(bob, "/" + place, "second, longer");
        }
        put(bob, "/a", "new at the old name");
        world.faults.clear();
        drain();
        assertThat(journal.uploads()).isEmpty();
        for (String place : places) {
            assertThat(storedContent(place)).isEqualTo("second, longer");
        }
        assertThat(storedContent("a")).isEqualTo("new at the old name");
    }

    @Test
    void whateverARenameOfWhichNobodyHeardLeftIsOverwritten() throws Exception {
        FileTree ann = session("ann");
        for (String place : List.of("/a", "/b", "/c", "/d")) {
            put(ann, place, "first " + place);
        }
        drain();
        AtomicBoolean lost = new AtomicBoolean();
        world.faults.set((what, where) -> {
            if (where.endsWith("/b") && what.equals("renamed") || where.endsWith("/d") && what.equals("rename")) {
                lost.set(true);
            }
            if (lost.get()) {
                throw new FileSystemException("the store is away");
            }
        });
        refused(Reason.FAILURE, () -> ann.rename(path("/a"), path("/b"), RenameMode.REPLACE));
        lost.set(false);
        refused(Reason.FAILURE, () -> ann.rename(path("/c"), path("/d"), RenameMode.REPLACE));
        world.faults.goAway();
        for (String place : List.of("/a", "/b", "/c", "/d")) {
            put(ann, place, "second, longer");
        }
        world.faults.clear();
        drain();
        assertThat(journal.uploads()).isEmpty();
        for (String place : List.of("a", "b", "c", "d")) {
            assertThat(storedContent(place)).isEqualTo("second, longer");
        }
    }

    @Test
    void aFileThatIsSavedUnderAnotherNameAndRenamedOverWhileTheStoreIsAwayGetsThere() throws Exception {
        FileTree ann = session("ann");
        put(ann, "/f", "first");
        drain();
        holdStore();
        put(ann, "/f.tmp", "second, longer");
        world.faults.goAway();
        refused(Reason.ALREADY_EXISTS, () -> ann.rename(path("/f.tmp"), path("/f"), RenameMode.NO_REPLACE));
        ann.rename(path("/f.tmp"), path("/f"), RenameMode.REPLACE);
        assertThat(get(ann, "/f")).isEqualTo("second, longer");
        world.faults.clear();
        storeOpens.countDown();
        drain();
        assertThat(journal.uploads()).isEmpty();
        assertThat(storedNames()).containsExactly("f");
        assertThat(storedContent("f")).isEqualTo("second, longer");
    }

    @Test
    void whetherSomethingIsRemovedIsNotSaidWhileNobodyKnowsWhatTheStoreHas() throws Exception {
        Files.writeString(stored.resolve("old"), "old");
        FileTree ann = session("ann");
        ann.stat(path("/"), true, Attribute.BASIC);
        world.faults.goAway();
        put(ann, "/old", "new, longer");
        refused(Reason.FAILURE, () -> ann.remove(path("/old")));
        world.faults.clear();
        ann.remove(path("/old"));
        drain();
        assertThat(storedNames()).isEmpty();
    }

    @Test
    void whatAStrangerPutsThereWhileTheStoreIsAwayStays() throws Exception {
        FileTree ann = session("ann");
        put(ann, "/changed", "first");
        drain();
        world.faults.goAway();
        put(ann, "/changed", "second, longer");
        put(ann, "/new", "second, longer");
        Files.writeString(stored.resolve("changed"), "by a stranger");
        Files.writeString(stored.resolve("new"), "by a stranger");
        world.faults.clear();
        while (journal.uploads().stream().anyMatch(upload -> upload.state() != UploadState.PARKED)) {
            Thread.onSpinWait();
        }
        assertThat(journal.uploads()).hasSize(2);
        assertThat(storedContent("changed")).isEqualTo("by a stranger");
        assertThat(storedContent("new")).isEqualTo("by a stranger");
    }

    @Test
    void whatAClientThatHasGoneAskedForIsNotDoneLater() throws Exception {
        Files.writeString(stored.resolve("old"), "old");
        Files.writeString(stored.resolve("gone"), "to be removed");
        FileTree ann = session("ann");
        holdStore();
        put(ann, "/old", "new");
        put(ann, "/unknown", "unknown to the store");
        CompletableFuture<Void> renaming = CompletableFuture.runAsync(
                () -> refused(Reason.CLOSED, () -> ann.rename(path("/old"), path("/target"), RenameMode.REPLACE)));
        disconnect("ann");
        FileTree bob = session("bob");
        put(bob, "/target", "bob's");
        storeOpens.countDown();
        renaming.get(1, TimeUnit.MINUTES);
        refused(Reason.CLOSED, () -> ann.rename(path("/unknown"), path("/target"), RenameMode.REPLACE));
        refused(Reason.CLOSED, () -> ann.remove(path("/gone")));
        refused(Reason.CLOSED, () -> ann.makeDirectory(path("/made"), FileAttributes.EMPTY));
        drain();
        assertThat(storedNames()).containsExactly("gone", "old", "target", "unknown");
        assertThat(storedContent("old")).isEqualTo("new");
        assertThat(storedContent("target")).isEqualTo("bob's");
    }

    @Test
    void aStoreThatFailsForOneUploadStoresTheOthers() throws Exception {
        world.faults.set((what, path) -> {
            if (what.equals("rename") && path.endsWith("/bad")) {
                throw new java.io.IOException("this one never");
            }
        });
        FileTree ann = session("ann");
        put(ann, "/bad", "content");
        for (int i = 0; i < 20; i++) {
            put(ann, "/good" + i, "content");
        }
        while (journal.uploads().size() > 1) {
            Thread.onSpinWait();
        }
        assertThat(journal.uploads().get(0).state()).isEqualTo(UploadState.STORING);
        world.faults.clear();
        drain();
        assertThat(storedNames()).hasSize(21);
    }

    private void storeTwoFiles(FileTree ann) throws Exception {
        put(ann, "/f", "old");
        put(ann, "/g", "new");
        drain();
    }

    @Test
    void aRenameThatFailsHalfWayLosesNothing() throws Exception {
        FileTree ann = session("ann");
        storeTwoFiles(ann);
        AtomicBoolean failed = new AtomicBoolean();
        world.faults.set((what, where) -> {
            if (what.equals("rename") && where.endsWith("/f") && failed.compareAndSet(false, true)) {
                throw new FileSystemException("the store fails");
            }
        });
        refused(Reason.FAILURE, () -> ann.rename(path("/g"), path("/f"), RenameMode.REPLACE));
        drain();
        assertThat(storedNames()).containsExactly("f", "g");
        assertThat(get(ann, "/f")).isEqualTo("old");
        assertThat(get(ann, "/g")).isEqualTo("new");
    }

    @Test
    void whatARenameReplacedHalfWayAndWasParkedCanBePutBack() throws Exception {
        journal.close();
        journal = world.openJournal(settings(Map.of("give-up", "50ms")));
        FileTree ann = session("ann");
        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(ann, "/d/f", "old");
        put(ann, "/d/g", "new");
        drain();
        world.faults.set((what, where) -> {
            if (what.equals("rename") && where.endsWith("/f")) {
                throw new FileSystemException("the store fails");
            }
        });
        refused(Reason.FAILURE, () -> ann.rename(path("/d/g"), path("/d/f"), RenameMode.REPLACE));
        while (journal.status().parked() == 0) {
            Thread.onSpinWait();
        }
        UploadInfo parked = journal.uploads().get(0);
        assertThat(parked.problem()).contains("what a rename was to replace");
        refused(Reason.NO_SUCH_FILE, () -> ann.stat(path("/d/f"), false, Attribute.BASIC));
        ann.rename(path("/d"), path("/e"), RenameMode.NO_REPLACE);
        world.faults.clear();
        assertThat(journal.retry(parked.id())).isTrue();
        drain();
        assertThat(journal.uploads()).isEmpty();
        assertThat(list(ann, "/e")).containsExactlyInAnyOrder("f", "g");
        assertThat(get(ann, "/e/f")).isEqualTo("old");
        assertThat(get(ann, "/e/g")).isEqualTo("new");
    }

    @Test
    void aServerThatIsKilledWhileAFileIsReplacedByRenameLosesNothing() throws Exception {
        FileTree ann = session("ann");
        storeTwoFiles(ann);
        CountDownLatch between = new CountDownLatch(1);
        world.faults.set((what, where) -> {
            if (what.equals("rename") && where.endsWith("/f")) {
                between.countDown();
                storeOpens.await();
                throw new FileSystemException("the server is dead");
            }
        });
        Thread rename = new Thread(() -> {
            try {
                ann.rename(path("/g"), path("/f"), RenameMode.REPLACE);
            } catch (FileTreeException dead) {
                // nobody hears so
            }
        });
        rename.start();
        between.await();
        assertThat(storedNames()).as("between the two steps").doesNotContain("f");
        crash();
        drain();
        assertThat(storedNames()).containsExactly("f", "g");
        assertThat(storedContent("f")).isEqualTo("old");
        assertThat(storedContent("g")).isEqualTo("new");
        storeOpens.countDown();
        rename.join();
    }

    @Test
    void whatWasReplacedByRenameIsNotKept() throws Exception {
        FileTree ann = session("ann");
        storeTwoFiles(ann);
        ann.rename(path("/g"), path("/f"), RenameMode.REPLACE);
        drain();
        assertThat(storedNames()).containsExactly("f");
        assertThat(storedContent("f")).isEqualTo("new");
    }
}
