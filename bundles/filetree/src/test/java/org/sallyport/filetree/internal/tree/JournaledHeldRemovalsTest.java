/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.AclEntry;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.session.Activity;
import org.sallyport.metadata.internal.GenericMapper;
import org.sallyport.metadata.internal.MetadataComponent;

/** Saving by removal and rename where both names may still be on their way into a slow store. */
@Timeout(60)
class JournaledHeldRemovalsTest extends JournaledTestCase {

    private MetadataComponent metadata;
    private FileTree saver;
    private FileTree other;

    @BeforeEach
    void begin() throws Exception {
        metadata = new MetadataComponent(Map.of(), folder);
        world.use(new GenericMapper(metadata));
        journal.close();
        journal = world.openJournal(settings(Map.of()));
        mount(Map.of("quirks.delete-then-rename", "5m"));
        saver = session("ann");
        other = session("bob");
    }

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
    }

    private void putStored(String content) throws Exception {
        put(other, "/file", content);
        drain();
    }

    private void removeForAnother() throws FileTreeException {
        put(saver, "/.new", "new");
        assertThat(saver.remove(path("/file"))).as("removed at once").isFalse();
    }

    private List<Activity.Kind> activities() {
        return reported.stream().map(Activity::kind).toList();
    }

    @Test
    void theFileIsThereForOthersUntilItIsReplaced() throws Exception {
        putStored("old");
        removeForAnother();
        refused(Reason.NO_SUCH_FILE, () -> saver.stat(path("/file"), true, Attribute.BASIC));
        assertThat(list(saver, "/")).containsExactly(".new");
        assertThat(get(other, "/file")).isEqualTo("old");

        assertThat(saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE))
                .as("one event tells of a replacement")
                .isTrue();

        assertThat(get(other, "/file")).isEqualTo("new");
        assertThat(list(other, "/")).containsExactly("file");
        drain();
        assertThat(storedNames()).containsExactly("file");
        assertThat(storedContent("file")).isEqualTo("new");
        assertThat(activities()).isEmpty();
    }

    @Test
    void neitherNeedsToBeStoredYet() throws Exception {
        holdStore();
        put(other, "/file", "old");
        removeForAnother();
        assertThat(get(other, "/file")).isEqualTo("old");

        saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);

        assertThat(get(other, "/file")).isEqualTo("new");
        storeOpens.countDown();
        drain();
        assertThat(storedNames()).containsExactly("file");
        assertThat(storedContent("file")).isEqualTo("new");
    }

    @Test
    void whatIsStoredMeanwhileIsReplacedAllTheSame() throws Exception {
        holdStore();
        put(other, "/file", "old");
        removeForAnother();
        storeOpens.countDown();
        drain();

        assertThat(saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE))
                .isTrue();

        drain();
        assertThat(storedContent("file")).isEqualTo("new");
    }

    @Test
    void aRemovalThatNothingFollowsComesAboutAlsoForWhatIsStoredMeanwhile() throws Exception {
        holdStore();
        put(other, "/file", "old");
        removeForAnother();
        storeOpens.countDown();
        drain();

        saver.close();

        assertThat(activities()).containsExactly(Activity.Kind.REMOVE);
        drain();
        assertThat(storedNames()).containsExactly(".new");
    }

    @Test
    void aRemovalThatWasAcknowledgedComesAboutAlsoIfTheClientHasGone() throws Exception {
        putStored("old");
        removeForAnother();
        disconnect("ann");

        saver.close();

        drain();
        assertThat(storedNames()).containsExactly(".new");
    }

    @Test
    void aRealRemovalIsOneAtOnce() throws Exception {
        putStored("old");
        assertThat(saver.remove(path("/file"))).as("nothing was made beside it").isTrue();
        refused(Reason.NO_SUCH_FILE, () -> other.stat(path("/file"), true, Attribute.BASIC));
        drain();
        assertThat(storedNames()).isEmpty();
    }

    @Test
    void whatAnotherSessionUploadedMeanwhileIsNeitherReplacedNorRemoved() throws Exception {
        putStored("old");
        removeForAnother();
        put(other, "/file", "somebody else's");
        refused(Reason.ALREADY_EXISTS, () -> saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE));
        saver.close();
        drain();
        assertThat(storedContent("file")).isEqualTo("somebody else's");
        assertThat(activities()).isEmpty();
    }

    @Test
    void aServerThatIsKilledInBetweenHasLostNothing() throws Exception {
        putStored("old");
        removeForAnother();
        crash();
        FileTree later = session("ann");
        assertThat(get(later, "/file")).isEqualTo("old");
        assertThat(get(later, "/.new")).isEqualTo("new");
    }

    @Test
    void theSuccessorInheritsPermissionsAndOwner() throws Exception {
        putStored("old");
        setAttributes(builder -> builder.permissions(0640).ownerIds(1234, 5678));
        removeForAnother();
        saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);

        for (int i = 0; i < 2; i++) {
            FileAttributes now = other.stat(path("/file"), false, Attribute.ALL);
            assertThat(now.permissions()).isEqualTo(0640);
            assertThat(List.of(now.uid(), now.gid())).containsExactly(1234, 5678);
            drain();
        }
        assertThat(storedContent("file")).isEqualTo("new");
    }

    /** What is on its way into a store cannot keep one. */
    @Test
    void theSuccessorThatIsStoredInheritsTheAccessControlListToo() throws Exception {
        putStored("old");
        List<AclEntry> acl = List.of(new AclEntry(0, 0, 1, "bob@"));
        setAttributes(builder -> builder.permissions(0640).acl(0, acl));
        removeForAnother();
        drain();
        saver.rename(path("/.new"), path("/file"), RenameMode.NO_REPLACE);

        FileAttributes now = other.stat(path("/file"), false, Attribute.ALL);
        assertThat(now.permissions()).isEqualTo(0640);
        assertThat(now.acl()).isEqualTo(acl);
        assertThat(storedContent("file")).isEqualTo("new");
    }

    /** Of a file that was changed long ago. */
    private void setAttributes(UnaryOperator<FileAttributes.Builder> changes) throws Exception {
        other.setAttributes(
                path("/file"),
                false,
                changes.apply(FileAttributes.builder(FileType.REGULAR)).build());
        Files.setLastModifiedTime(stored.resolve("file"), FileTime.fromMillis(1_000_000_000_000L));
    }
}
