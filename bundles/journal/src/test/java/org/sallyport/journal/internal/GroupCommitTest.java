/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.vfs2.FileSystemException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadState;

/** A store where contents are stored first and named afterwards: those of a directory are named together, by one at a time. */
@Timeout(120)
class GroupCommitTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int UPLOADS = 300;

    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();
    private RecordedStore store;
    private Journal journal;
    private JournaledStore pending;

    @BeforeEach
    void open() throws Exception {
        store = new RecordedStore(() -> 0, Map.of(), Optional.of(contents));
        openJournal();
    }

    private void openJournal() throws Exception {
        journal = Journal.open(settings(), store.opener(), (what, upload, detail) -> {});
        attach();
    }

    private void attach() throws Exception {
        pending = journal.attach(DEFINITION);
    }

    @AfterEach
    void close() throws Exception {
        pending.close();
        journal.close();
    }

    private void put(String name, String content) throws Exception {
        put(pending, name, content);
    }

    private void put(String name, String content, StoredState seen) throws Exception {
        put(pending, name, seen, content);
    }

    private String stored(String name) throws Exception {
        byte[] content = store.visible().get(name);
        return content == null ? "nothing" : new String(content, StandardCharsets.UTF_8);
    }

    /** Counts updates, and holds the first until all uploads have come. */
    private static final class Counter implements RecordedStore.Updates {

        private final CountDownLatch all = new CountDownLatch(1);
        private final AtomicInteger updates = new AtomicInteger();
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        @Override
        public void before(int names) throws FileSystemException {
            updates.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            try {
                all.await();
            } catch (InterruptedException stopped) {
                throw new FileSystemException(stopped);
            }
        }

        @Override
        public void after() {
            atOnce.decrementAndGet();
        }
    }

    @Test
    void whatComesWhileADirectoryIsBeingChangedIsNamedTogether() throws Exception {
        Counter counter = new Counter();
        store.onUpdate(counter);
        for (int i = 0; i < UPLOADS; i++) {
            put("f" + i, "content " + i);
        }
        counter.all.countDown();
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(store.visible()).hasSize(UPLOADS);
        assertThat(stored("f7")).isEqualTo("content 7");
        assertThat(counter.mostAtOnce).hasValue(1);
        // One alone, then whatever had come up by then, in as many as a batch has place for.
        assertThat(counter.updates.get()).isLessThan(UPLOADS / 5);
    }

    @Test
    void anAnswerThatIsLostIsSettledWithoutADuplicate() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void before(int names) {
                updates.incrementAndGet();
            }

            @Override
            public void after() throws FileSystemException {
                if (updates.get() == 1) {
                    throw new FileSystemException("the answer is lost");
                }
            }
        });
        put("f", "first");
        put("f", "second");
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(stored("f")).isEqualTo("second");
    }

    /** As of a provider that lacks a library. */
    @Test
    void whatAProviderFailsWithAnErrorIsTriedAgain() throws Exception {
        AtomicInteger contents = new AtomicInteger();
        AtomicInteger updates = new AtomicInteger();
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void content() {
                if (contents.getAndIncrement() == 0) {
                    throw new NoClassDefFoundError("some/Library");
                }
            }

            @Override
            public void before(int names) {
                if (updates.getAndIncrement() == 0) {
                    throw new NoClassDefFoundError("another/Library");
                }
            }

            @Override
            public void after() {
                // it has let it through
            }
        });
        put("f", "one");
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.status().failures()).isEqualTo(2);
        assertThat(stored("f")).isEqualTo("one");
    }

    @Test
    void whatAStrangerPutThereIsNotReplaced() throws Exception {
        Counter counter = new Counter();
        store.onUpdate(counter);
        put("before", "holds the directory");
        put("f", "ours");
        try (var out = store.file("/inbox/f").getContent().getOutputStream()) {
            out.write("a stranger's".getBytes(StandardCharsets.UTF_8));
        }
        counter.all.countDown();
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(stored("f")).isEqualTo("a stranger's");
        assertThat(stored("before")).isEqualTo("holds the directory");
        assertThat(journal.uploads()).singleElement().satisfies(upload -> assertThat(upload.state())
                .isEqualTo(UploadState.PARKED));
    }

    @Test
    void anEqualContentIsReplacedAndSeenAsOurs() throws Exception {
        put("f", "one");
        assertThat(journal.drain(LONG)).isTrue();
        StoredState first = pending.inspect(List.of("inbox", "f"));
        put("f", "two");
        put("f", "one");
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(pending.inspect(List.of("inbox", "f")).state()).isEqualTo(first.state());
        assertThat(stored("f")).isEqualTo("one");
    }

    /** Refuses updates until it is told not to. */
    private static final class Closed implements RecordedStore.Updates {

        private volatile boolean open;

        @Override
        public void before(int names) throws FileSystemException {
            if (!open) {
                throw new FileSystemException("not now");
            }
        }

        @Override
        public void after() {
            // it has let it through
        }
    }

    private String content(String path) throws Exception {
        return store.file(path).exists()
                ? new String(store.file(path).getContent().getByteArray(), StandardCharsets.UTF_8)
                : "nothing";
    }

    @Test
    void aDirectoryThatAStrangerRenamesKeepsItsUploads() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        put("f", "one");
        put("g", "two");
        store.file("/other").createFolder();
        store.renameDirectory("/inbox", "/other/renamed");
        store.file("/inbox").createFolder();
        closed.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/other/renamed/f")).isEqualTo("one");
        assertThat(content("/other/renamed/g")).isEqualTo("two");
        assertThat(store.file("/inbox").getChildren())
                .as("another directory of that name")
                .isEmpty();
    }

    /** Between the look at a directory and its change, which no store makes one step. */
    @Test
    void aDirectoryThatIsRenamedAtTheLastMomentKeepsItsUploads() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void before(int names) throws FileSystemException {
                if (updates.getAndIncrement() == 0) {
                    store.renameDirectory("/inbox", "/renamed");
                    store.file("/inbox").createFolder();
                }
            }

            @Override
            public void after() {
                // it has let it through
            }
        });
        put("f", "one");
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/renamed/f")).isEqualTo("one");
        assertThat(store.file("/inbox").getChildren()).isEmpty();
    }

    /** As above, but nothing has its name then, which stores tell in another way. */
    @Test
    void aDirectoryThatIsRenamedAtTheLastMomentKeepsItsUploadsAlsoIfNothingHasItsName() throws Exception {
        AtomicInteger updates = new AtomicInteger();
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void before(int names) throws FileSystemException {
                if (updates.getAndIncrement() == 0) {
                    store.renameDirectory("/inbox", "/renamed");
                }
            }

            @Override
            public void after() {
                // it has let it through
            }
        });
        put("f", "one");
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/renamed/f")).isEqualTo("one");
    }

    /** Refuses updates until it is told not to; moves a directory when somebody looks. */
    private abstract class Moving implements RecordedStore.Updates {

        private volatile boolean open;

        @Override
        public void before(int names) throws FileSystemException {
            if (!open) {
                throw new FileSystemException("not now");
            }
        }

        @Override
        public void after() {
            // it has let it through
        }

        void move(String from, String to) throws FileSystemException {
            if (store.file(from).exists()) {
                store.renameDirectory(from, to);
            }
        }
    }

    @Test
    void aDirectoryThatIsRenamedJustBeforeItsContentGoesUpKeepsItsUploads() throws Exception {
        StoredState nothing = pending.inspect(List.of("inbox", "f"));
        Moving moving = new Moving() {

            @Override
            public void looked(String path) throws FileSystemException {
                move("/inbox", "/renamed");
            }
        };
        moving.open = true;
        store.onUpdate(moving);
        put("f", "one", nothing);
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/renamed/f")).isEqualTo("one");
    }

    @Test
    void aDirectoryThatIsMovedWhileItIsLookedForKeepsItsUploads() throws Exception {
        List<String> looked = new ArrayList<>();
        Moving moving = new Moving() {

            /** Always into the one of two that is not looked into next. */
            @Override
            public void looked(String path) throws FileSystemException {
                String other = path.equals("/a") ? "/b" : "/a";
                if ((path.equals("/a") || path.equals("/b")) && looked.size() < 2) {
                    looked.add(path);
                    move(path + "/inbox", other + "/inbox");
                }
            }
        };
        store.onUpdate(moving);
        put("f", "one");
        store.file("/a").createFolder();
        store.file("/b").createFolder();
        store.renameDirectory("/inbox", "/a/inbox");
        moving.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(looked).containsExactlyInAnyOrder("/a", "/b");
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/" + looked.get(0).charAt(1) + "/inbox/f")).isEqualTo("one");
    }

    @Test
    void aDirectoryThatAStoreRemembersElsewhereKeepsItsUploads() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        put("f", "one");
        store.file("/other").createFolder();
        store.remember("/other");
        store.renameDirectory("/inbox", "/other/inbox");
        closed.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/other/inbox/f")).isEqualTo("one");
    }

    @Test
    void aDirectoryKeepsItsUploadsAlsoIfItIsRenamedWhileTheServerIsStopped() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        put("f", "one");
        pending.close();
        journal.close();
        store.renameDirectory("/inbox", "/renamed");
        closed.open = true;
        openJournal();
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(content("/renamed/f")).isEqualTo("one");
        assertThat(store.file("/inbox").exists()).isFalse();
    }

    @Test
    void uploadsOfADirectoryThatIsGoneAreParkedAndGoByNameWhenToldTo() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        put("f", "one");
        store.removeDirectory("/inbox");
        store.file("/inbox").createFolder();
        closed.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(content("/inbox/f")).as("in another directory of that name").isEqualTo("nothing");
        assertThat(journal.uploads()).singleElement().satisfies(upload -> {
            assertThat(upload.state()).isEqualTo(UploadState.PARKED);
            assertThat(upload.problem()).contains("its directory is gone");
        });
        assertThat(journal.retry(journal.uploads().get(0).id())).isTrue();
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(content("/inbox/f")).isEqualTo("one");
    }

    @Test
    void whatTellsADirectoryIsKnownWhileNobodyUsesTheStore() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        StoredState nothing = pending.inspect(List.of("inbox", "f"));
        pending.close();
        attach();
        put("f", "one", nothing);
        store.renameDirectory("/inbox", "/renamed");
        store.file("/inbox").createFolder();
        closed.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(content("/renamed/f")).isEqualTo("one");
        assertThat(content("/inbox/f")).as("in another directory of that name").isEqualTo("nothing");
    }

    @Test
    void aDirectoryThatThisServerMakesAgainTakesWhatIsUploadedToIt() throws Exception {
        Closed closed = new Closed();
        store.onUpdate(closed);
        StoredState nothing = pending.inspect(List.of("inbox", "f"));
        store.removeDirectory("/inbox");
        store.file("/inbox").createFolder();
        pending.changed(List.of("inbox"));
        put("f", "one", nothing);
        closed.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.uploads()).isEmpty();
        assertThat(content("/inbox/f")).isEqualTo("one");
    }

    /** Takes no contents until it is told to; so whether it has given a name is never in doubt. */
    private static final class Full implements RecordedStore.Updates {

        private volatile boolean open;

        @Override
        public void content() throws FileSystemException {
            if (!open) {
                throw new FileSystemException("full");
            }
        }
    }

    @Test
    void whatThisServerRenamesIsNotLookedForAtItsOldName() throws Exception {
        Full full = new Full();
        store.onUpdate(full);
        put("before", "sealed before");
        store.file("/next").createFolder();
        assertThat(pending.inspect(List.of("next", "f")).exists()).isFalse();
        pending.rename(SESSION, List.of("inbox", "before"), List.of("next", "f"), RenameMode.REPLACE, () -> {
            throw new AssertionError("the store does not know it");
        });
        store.renameDirectory("/next", "/elsewhere");
        full.open = true;
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(content("/elsewhere/f")).isEqualTo("sealed before");
    }

    @Test
    void whatIsRemovedWhileItGoesUpBreaksOff() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        store.onUpdate(new RecordedStore.Updates() {

            @Override
            public void content() throws FileSystemException {
                begun.countDown();
                try {
                    goesOn.await();
                } catch (InterruptedException stopped) {
                    throw new FileSystemException(stopped);
                }
            }
        });
        put("f", "nobody wants it");
        begun.await();
        pending.remove(SESSION, List.of("inbox", "f"), () -> {
            throw new AssertionError("the store does not know it");
        });
        goesOn.countDown();
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(contents).isEmpty();
    }

    /** Begins to upload to what was seen to be free, and returns when that waits for what is being done there, or has not waited. */
    private CompletableFuture<Reason> putDuring(StoredState seen, String name) {
        CompletableFuture<Reason> refused = new CompletableFuture<>();
        Thread late = new Thread(() -> {
            try {
                put(name, "late", seen);
                refused.complete(null);
            } catch (FileTreeException toldSo) {
                refused.complete(toldSo.reason());
            } catch (Exception unexpected) {
                refused.completeExceptionally(unexpected);
            }
        });
        late.start();
        long deadline = System.nanoTime() + LONG.toNanos();
        while (late.isAlive() && late.getState() != Thread.State.TIMED_WAITING) {
            assertThat(System.nanoTime() - deadline).as("the time for it").isNegative();
            Thread.onSpinWait();
        }
        return refused;
    }

    private static FileTreeException failure(FileSystemException failed) {
        return new FileTreeException(Reason.FAILURE, "the store", failed);
    }

    @Test
    void whatIsOpenedWhileItsDirectoryIsRemovedIsRefused() throws Exception {
        StoredState nothing = pending.inspect(List.of("inbox", "f"));
        List<CompletableFuture<Reason>> late = new ArrayList<>();
        pending.removeDirectory(List.of("inbox"), () -> {
            late.add(putDuring(nothing, "f"));
            try {
                store.removeDirectory("/inbox");
            } catch (FileSystemException failed) {
                throw failure(failed);
            }
        });
        assertThat(late.get(0).get()).isEqualTo(Reason.NO_SUCH_FILE);
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void whatIsOpenedWhileADirectoryOfItsNameIsMadeIsRefused() throws Exception {
        StoredState nothing = pending.inspect(List.of("inbox", "d"));
        List<CompletableFuture<Reason>> late = new ArrayList<>();
        pending.makeDirectory(List.of("inbox", "d"), () -> {
            late.add(putDuring(nothing, "d"));
            try {
                store.file("/inbox/d").createFolder();
            } catch (FileSystemException failed) {
                throw failure(failed);
            }
        });
        assertThat(late.get(0).get()).isEqualTo(Reason.IS_A_DIRECTORY);
        assertThat(journal.uploads()).isEmpty();
    }

    @Test
    void aDirectoryIsNeitherMadeNorRemovedOverWhatIsPending() throws Exception {
        store.onUpdate(new Closed());
        put("f", "pending");
        assertThatThrownBy(() -> pending.makeDirectory(List.of("inbox", "f"), GroupCommitTest::neverAsked))
                .isInstanceOfSatisfying(FileTreeException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.ALREADY_EXISTS));
        assertThatThrownBy(() -> pending.removeDirectory(List.of("inbox"), GroupCommitTest::neverAsked))
                .isInstanceOfSatisfying(FileTreeException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(Reason.NOT_EMPTY));
    }

    private static void neverAsked() {
        throw new AssertionError("the store is not asked");
    }
}
