/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** What sessions see of uploads on their way, and what becomes of them. */
class JournaledUploadTest extends JournaledTestCase {

    @Test
    void anUploadIsStoredWhole() throws Exception {
        put(session("ann"), "/f", "content");
        drain();
        assertThat(storedNames()).containsExactly("f");
        assertThat(storedContent("f")).isEqualTo("content");
    }

    @Test
    void closeWaitsForTheStoreWhereItIsToldSo() throws Exception {
        mount(Map.of("close-reply", "stored"));
        put(session("ann"), "/f", "content");
        assertThat(storedContent("f")).isEqualTo("content");
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void fsyncWaitsForTheStoreWhereItIsToldSo() throws Exception {
        mount(Map.of("fsync-reply", "stored"));
        OpenFile file = open(session("ann"), "/f", OpenOptions.REPLACE);
        write(file, "content", 0);
        file.sync();
        assertThat(storedContent("f")).isEqualTo("content");
        file.close();
    }

    @Test
    void fsyncIsNotHeldUpByASlowStoreOtherwise() throws Exception {
        holdStore();
        OpenFile file = open(session("ann"), "/f", OpenOptions.REPLACE);
        write(file, "content", 0);
        file.sync();
        assertThat(journal.uploads()).hasSize(1);
        file.abandon();
    }

    @Test
    void whatCouldNotAllBeWrittenIsNotStoredThoughItIsClosed() throws Exception {
        mount(Map.of("quota-bytes", "14", "close-reply", "stored"));
        FileTree ann = session("ann");
        put(ann, "/f", "good");
        OpenFile half = open(ann, "/f", OpenOptions.REPLACE);
        write(half, "12345678", 0);
        refused(Reason.QUOTA, () -> write(half, "90123", 8));
        refused(Reason.QUOTA, half::close);
        assertThat(get(ann, "/f")).isEqualTo("good");
        drain();
        assertThat(storedContent("f")).isEqualTo("good");
    }

    @Test
    void closeIsNotHeldUpByASlowStore() throws Exception {
        mount(Map.of("close-reply", "stored-within(50ms)-else-sealed"));
        holdStore();
        put(session("ann"), "/f", "content");
        assertThat(journal.uploads()).hasSize(1);
    }

    @Test
    void theWriterSeesItsFileFromOpenOnAndOthersFromCloseOn() throws Exception {
        holdStore();
        FileTree ann = session("ann");
        FileTree bob = session("bob");
        OpenFile file = open(ann, "/f", OpenOptions.REPLACE);
        assertThat(ann.stat(path("/f"), false, Attribute.BASIC).size()).isZero();
        write(file, "half", 0);
        assertThat(ann.stat(path("/f"), false, Attribute.BASIC).size()).isEqualTo(4);
        assertThat(get(ann, "/f")).isEqualTo("half");
        assertThat(list(ann, "/")).containsExactly("f");
        refused(Reason.NO_SUCH_FILE, () -> bob.stat(path("/f"), false, Attribute.BASIC));
        assertThat(list(bob, "/")).isEmpty();
        write(file, " and half", 4);
        file.close();
        assertThat(bob.stat(path("/f"), false, Attribute.BASIC).size()).isEqualTo(13);
        assertThat(get(bob, "/f")).isEqualTo("half and half");
        assertThat(list(bob, "/")).containsExactly("f");
        storeOpens.countDown();
        drain();
        assertThat(get(bob, "/f")).isEqualTo("half and half");
        assertThat(list(bob, "/")).containsExactly("f");
    }

    @Test
    void theLastCloseWinsWhole() throws Exception {
        holdStore();
        FileTree ann = session("ann");
        FileTree bob = session("bob");
        OpenFile first = open(ann, "/f", OpenOptions.REPLACE);
        OpenFile second = open(bob, "/f", OpenOptions.REPLACE);
        write(first, "aaaaaaaa", 0);
        write(second, "bb", 0);
        assertThat(get(ann, "/f")).isEqualTo("aaaaaaaa");
        assertThat(get(bob, "/f")).isEqualTo("bb");
        second.close();
        first.close();
        assertThat(get(bob, "/f")).isEqualTo("aaaaaaaa");
        storeOpens.countDown();
        drain();
        assertThat(storedContent("f")).isEqualTo("aaaaaaaa");
        assertThat(storedNames()).containsExactly("f");
    }

    @Test
    void whatIsPendingCanBeRenamedReplacedAndRemoved() throws Exception {
        Files.writeString(stored.resolve("old"), "old content");
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/a", "A");
        put(ann, "/b", "B");
        put(ann, "/c", "C");
        ann.rename(path("/a"), path("/a2"), RenameMode.NO_REPLACE);
        refused(Reason.ALREADY_EXISTS, () -> ann.rename(path("/a2"), path("/b"), RenameMode.NO_REPLACE));
        refused(Reason.ALREADY_EXISTS, () -> ann.rename(path("/a2"), path("/old"), RenameMode.NO_REPLACE));
        ann.rename(path("/b"), path("/old"), RenameMode.REPLACE);
        ann.remove(path("/c"));
        assertThat(list(ann, "/")).containsExactlyInAnyOrder("a2", "old");
        assertThat(get(ann, "/old")).isEqualTo("B");
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).containsExactly("a2", "old");
        assertThat(storedContent("old")).isEqualTo("B");
    }

    @Test
    void winScpsPatternOnASlowStore() throws Exception {
        Files.writeString(stored.resolve("f"), "before");
        FileTree ann = session("ann");
        holdStore();
        put(ann, "/f.filepart", "after");
        ann.remove(path("/f"));
        ann.rename(path("/f.filepart"), path("/f"), RenameMode.NO_REPLACE);
        ann.setAttributes(
                path("/f"),
                true,
                FileAttributes.builder(FileType.UNKNOWN)
                        .modifyTime(1_000_000_000, 0)
                        .build());
        assertThat(list(session("bob"), "/")).containsExactly("f");
        assertThat(ann.stat(path("/f"), true, Attribute.BASIC).modifySeconds()).isEqualTo(1_000_000_000);
        storeOpens.countDown();
        drain();
        assertThat(storedContent("f")).isEqualTo("after");
        assertThat(Files.getLastModifiedTime(stored.resolve("f")).toInstant().getEpochSecond())
                .isEqualTo(1_000_000_000);
    }

    @Test
    void aFileThatIsRemovedWhilePendingOverAStoredOneIsGoneBoth() throws Exception {
        Files.writeString(stored.resolve("f"), "before");
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/f", "after");
        ann.remove(path("/f"));
        refused(Reason.NO_SUCH_FILE, () -> ann.stat(path("/f"), true, Attribute.BASIC));
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).isEmpty();
    }

    @Test
    void anOpenFileFollowsItsRename() throws Exception {
        FileTree ann = session("ann");
        OpenFile file = open(ann, "/f", OpenOptions.REPLACE);
        write(file, "one", 0);
        ann.rename(path("/f"), path("/g"), RenameMode.REPLACE);
        write(file, " two", 3);
        assertThat(file.path()).isEqualTo(path("/g"));
        assertThat(list(ann, "/")).containsExactly("g");
        file.close();
        drain();
        assertThat(storedNames()).containsExactly("g");
        assertThat(storedContent("g")).isEqualTo("one two");
    }

    @Test
    void anOpenFileThatIsRemovedGoesNowhere() throws Exception {
        FileTree ann = session("ann");
        OpenFile file = open(ann, "/f", OpenOptions.REPLACE);
        write(file, "content", 0);
        ann.remove(path("/f"));
        write(file, "more", 7);
        file.close();
        drain();
        assertThat(storedNames()).isEmpty();
    }

    @Test
    void aFileIsChangedInPlaceAndBothHandlesSeeIt() throws Exception {
        Files.writeString(stored.resolve("f"), "0123456789");
        FileTree ann = session("ann");
        OpenFile one = open(ann, "/f", UPDATE);
        OpenFile two = open(ann, "/f", UPDATE);
        write(one, "ab", 2);
        write(two, "yz", 8);
        assertThat(get(ann, "/f")).isEqualTo("01ab4567yz");
        one.close();
        two.close();
        drain();
        assertThat(storedContent("f")).isEqualTo("01ab4567yz");
    }

    @Test
    void whatWasNotChangedIsNotStored() throws Exception {
        Files.writeString(stored.resolve("f"), "content");
        FileTree ann = session("ann");
        open(ann, "/f", UPDATE).close();
        assertThat(journal.status().sealed()).isZero();
        open(ann, "/new", OpenOptions.REPLACE).close();
        drain();
        assertThat(storedContent("new")).isEmpty();
    }

    @Test
    void anExclusiveOpenIsOneForAll() throws Exception {
        FileTree ann = session("ann");
        OpenFile lock = open(ann, "/lock", EXCLUSIVE);
        refused(Reason.ALREADY_EXISTS, () -> open(session("bob"), "/lock", EXCLUSIVE));
        lock.close();
        refused(Reason.ALREADY_EXISTS, () -> open(session("bob"), "/lock", EXCLUSIVE));
        ann.remove(path("/lock"));
        open(session("bob"), "/lock", EXCLUSIVE).close();
    }

    @Test
    void aBrokenUploadIsNotPublished() throws Exception {
        Files.writeString(stored.resolve("f"), "good");
        FileTree ann = session("ann");
        write(open(ann, "/f", OpenOptions.REPLACE), "ha", 0);
        ann.close();
        drain();
        assertThat(storedContent("f")).isEqualTo("good");
        assertThat(storedNames()).containsExactly("f");
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void aBrokenUploadIsKeptWhereThePolicySaysSo() throws Exception {
        Files.writeString(stored.resolve("f"), "good");
        mount(Map.of("broken-upload", "keep"));
        FileTree ann = session("ann");
        write(open(ann, "/f", OpenOptions.REPLACE), "ha", 0);
        write(open(ann, "/new", OpenOptions.REPLACE), "half", 0);
        ann.close();
        drain();
        assertThat(storedNames()).containsExactly("f", "f.part", "new");
        assertThat(storedContent("f.part")).isEqualTo("ha");
        FileTree again = session("ann");
        OpenFile resumed = open(again, "/new", UPDATE);
        write(resumed, " and half", 4);
        resumed.close();
        drain();
        assertThat(storedContent("new")).isEqualTo("half and half");
    }

    @Test
    void whatWasSyncedIsKept() throws Exception {
        FileTree ann = session("ann");
        OpenFile file = open(ann, "/f", OpenOptions.REPLACE);
        write(file, "synced", 0);
        file.sync();
        write(file, " and not", 6);
        ann.close();
        drain();
        assertThat(storedContent("f")).isEqualTo("synced");
    }

    @Test
    void directoriesAndWhatIsPendingInThemStayInOrder() throws Exception {
        FileTree ann = session("ann");
        ann.makeDirectory(path("/d"), FileAttributes.EMPTY);
        put(ann, "/d/f", "content");
        refused(Reason.NOT_EMPTY, () -> ann.removeDirectory(path("/d")));
        OpenFile open = open(ann, "/d/g", OpenOptions.REPLACE);
        write(open, "late", 0);
        ann.rename(path("/d"), path("/e"), RenameMode.NO_REPLACE);
        assertThat(list(ann, "/e")).containsExactlyInAnyOrder("f", "g");
        open.close();
        drain();
        assertThat(Files.readString(stored.resolve("e/f"))).isEqualTo("content");
        assertThat(Files.readString(stored.resolve("e/g"))).isEqualTo("late");
        ann.remove(path("/e/f"));
        ann.remove(path("/e/g"));
        ann.removeDirectory(path("/e"));
        assertThat(storedNames()).isEmpty();
    }

    @Test
    void anotherMountOfTheStoreSeesTheSame() throws Exception {
        Files.createDirectory(stored.resolve("sub"));
        world.mount("inner", Map.of("uri", "slow://" + stored + "/sub", "path", "/inner", "close-reply", "sealed"));
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/sub/f", "content");
        assertThat(list(ann, "/inner")).containsExactly("f");
        ann.rename(path("/inner/f"), path("/inner/g"), RenameMode.NO_REPLACE);
        assertThat(get(ann, "/sub/g")).isEqualTo("content");
        storeOpens.countDown();
        drain();
        assertThat(Files.readString(stored.resolve("sub/g"))).isEqualTo("content");
    }

    @Test
    void whatAStrangerChangedIsNotOverwritten() throws Exception {
        Files.writeString(stored.resolve("f"), "before");
        holdStore();
        put(session("ann"), "/f", "mine");
        Files.writeString(stored.resolve("f"), "a stranger's");
        storeOpens.countDown();
        drain();
        assertThat(storedContent("f")).isEqualTo("a stranger's");
        UploadInfo parked = journal.uploads().get(0);
        assertThat(parked.state()).isEqualTo(UploadState.PARKED);
        assertThat(get(session("bob"), "/f")).isEqualTo("a stranger's");
        assertThat(journal.retry(parked.id())).isTrue();
        drain();
        assertThat(storedContent("f")).isEqualTo("mine");
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void anUploadWhoseDirectoryIsGoneIsParkedAndCanBeDiscarded() throws Exception {
        Files.createDirectory(stored.resolve("d"));
        OpenFile file = open(session("ann"), "/d/f", OpenOptions.REPLACE);
        write(file, "content", 0);
        Files.delete(stored.resolve("d"));
        file.close();
        drain();
        UploadInfo parked = journal.uploads().get(0);
        assertThat(parked.problem()).contains("directory");
        assertThat(journal.discard(parked.id())).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void aFullSpoolRefusesTheWriteSoThatNoHalfFileIsStored() throws Exception {
        journal.close();
        journal = world.openJournal(settings(Map.of("user-bytes", "1000", "spool-files", "3")));
        FileTree ann = session("ann");
        OpenFile half = open(ann, "/f", OpenOptions.REPLACE);
        write(half, "x".repeat(600), 0);
        refused(Reason.QUOTA, () -> write(half, "x".repeat(600), 600));
        refused(Reason.QUOTA, half::close);
        refused(Reason.NO_SUCH_FILE, () -> ann.stat(path("/f"), false, Attribute.BASIC));
        holdStore(); // or the first one may be stored, and not count any more, before the last one comes
        put(ann, "/f", "x".repeat(600));
        put(ann, "/g", "");
        put(ann, "/h", "");
        refused(Reason.QUOTA, () -> open(ann, "/i", OpenOptions.REPLACE));
        storeOpens.countDown();
        drain();
        assertThat(storedContent("f")).hasSize(600);
        assertThat(journal.status().spoolBytes()).isZero();
    }

    @Test
    void hiddenNamesDoNotExist() throws Exception {
        Files.writeString(stored.resolve(".sallyport-upload-1-2"), "on its way");
        FileTree ann = session("ann");
        assertThat(list(ann, "/")).isEmpty();
        refused(Reason.NO_SUCH_FILE, () -> ann.stat(path("/.sallyport-upload-1-2"), false, Attribute.BASIC));
        refused(Reason.INVALID_NAME, () -> open(ann, "/.sallyport-upload-1-2", OpenOptions.REPLACE));
    }

    @Test
    void aPendingFileGetsASecondName() throws Exception {
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/f", "content");
        ann.link(path("/f"), path("/g"));
        ann.remove(path("/f"));
        assertThat(get(ann, "/g")).isEqualTo("content");
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).containsExactly("g");
    }

    @Test
    void whatIsPendingIsCopied() throws Exception {
        holdStore();
        FileTree ann = session("ann");
        put(ann, "/f", "content");
        ann.copy(path("/f"), path("/whole"), RenameMode.NO_REPLACE);
        OpenFile source = open(session("bob"), "/f", OpenOptions.READ);
        OpenFile part = open(ann, "/part", OpenOptions.REPLACE);
        assertThat(ann.copy(source, 3, 0, part, 0)).isEqualTo(4);
        source.close();
        part.close();
        assertThat(get(ann, "/whole")).isEqualTo("content");
        assertThat(get(ann, "/part")).isEqualTo("tent");
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).containsExactly("f", "part", "whole");
        assertThat(storedContent("part")).isEqualTo("tent");
    }

    @Test
    void aReaderReadsOnWhenTheFileIsReplaced() throws Exception {
        holdStore();
        FileTree ann = session("ann");
        String large = "x".repeat(200_000);
        put(ann, "/f", large);
        OpenFile reading = open(session("bob"), "/f", OpenOptions.READ);
        put(ann, "/f", "small");
        java.nio.ByteBuffer bytes = java.nio.ByteBuffer.allocate(300_000);
        assertThat(reading.read(bytes, 0)).isEqualTo(200_000);
        assertThat(reading.attributes(Attribute.BASIC).size()).isEqualTo(200_000);
        reading.close();
        storeOpens.countDown();
        drain();
        assertThat(List.of(storedContent("f"))).containsExactly("small");
    }

    @Test
    void whatWasSyncedKeepsItsRoomWhenTheConnectionBreaks() throws Exception {
        mount(Map.of("quota-bytes", "10"));
        FileTree ann = session("ann");
        OpenFile file = open(ann, "/f", OpenOptions.REPLACE);
        write(file, "12345678", 0);
        file.sync();
        ann.close();
        drain();
        assertThat(storedContent("f")).isEqualTo("12345678");
        OpenFile other = open(session("bob"), "/g", OpenOptions.REPLACE);
        refused(Reason.QUOTA, () -> write(other, "1234", 0));
        write(other, "12", 0);
    }

    @Test
    void whatIsStillBeingWrittenGivesItsRoomBackOnce() throws Exception {
        mount(Map.of("quota-bytes", "10", "quota-files", "2"));
        FileTree ann = session("ann");
        put(ann, "/g", "12345");
        OpenFile replaced = open(ann, "/f", OpenOptions.REPLACE);
        write(replaced, "12345", 0);
        ann.rename(path("/g"), path("/f"), RenameMode.REPLACE);
        replaced.close();
        put(ann, "/g", "12345");
        refused(Reason.QUOTA, () -> put(ann, "/h", ""));
        OpenFile more = open(ann, "/f", UPDATE);
        refused(Reason.QUOTA, () -> write(more, "6", 5));
        more.abandon();
    }

    @Test
    void whatIsRemovedWithWhatIsPendingOverItGivesItsRoomBackOnce() throws Exception {
        mount(Map.of("quota-bytes", "15"));
        FileTree ann = session("ann");
        put(ann, "/f", "1234567890");
        drain();
        holdStore();
        put(ann, "/f", "12345");
        ann.remove(path("/f"));
        storeOpens.countDown();
        drain();
        put(ann, "/g", "123451234512345");
        OpenFile more = open(ann, "/h", OpenOptions.REPLACE);
        refused(Reason.QUOTA, () -> write(more, "1", 0));
        more.abandon();
    }

    @Test
    void whatARenameReplacesGivesItsRoomBack() throws Exception {
        mount(Map.of("quota-bytes", "10", "quota-files", "2"));
        FileTree ann = session("ann");
        put(ann, "/f", "12345");
        put(ann, "/g", "12345");
        ann.rename(path("/g"), path("/f"), RenameMode.REPLACE);
        put(ann, "/g", "54321");
        drain();
        ann.rename(path("/g"), path("/f"), RenameMode.REPLACE);
        put(ann, "/g", "12345");
        refused(Reason.QUOTA, () -> put(ann, "/h", ""));
    }
}
