/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.journal.internal.disk.FaultyDisk;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.store.StoreAccess;

/** The journal on a disk that fails: what it could not make durable is refused, what it acknowledged gets into the store. */
@Timeout(300)
class JournalFaultsTest extends JournalTestCase {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static RecordedStore store() throws IOException {
        return new RecordedStore(() -> 0, Map.of(), Optional.empty());
    }

    /** What a client does. */
    @FunctionalInterface
    private interface Operation {

        void run() throws FileTreeException;
    }

    /** One client, which knows what may be there in the end: an operation that failed was done or not. */
    private static final class Client {

        private Set<Map<String, String>> possible = new HashSet<>(Set.of(Map.of()));
        private final List<Reason> refusals = new ArrayList<>();

        void does(Operation operation, UnaryOperator<Map<String, String>> effect) {
            Set<Map<String, String>> after = new HashSet<>();
            possible.forEach(before -> after.add(effect.apply(new TreeMap<>(before))));
            try {
                operation.run();
                possible = after;
            } catch (FileTreeException refused) {
                refusals.add(refused.reason());
                possible.addAll(after);
            }
        }

        void puts(JournaledStore pending, String name, String content) {
            does(() -> put(pending, name, content), files -> {
                files.put(name, content);
                return files;
            });
        }

        void renames(JournaledStore pending, RecordedStore store, String from, String to) {
            does(
                    () -> pending.rename(
                            SESSION,
                            place(from),
                            place(to),
                            RenameMode.REPLACE,
                            () -> stored(() -> store.rename("/inbox/" + from, "/inbox/" + to))),
                    files -> {
                        if (files.containsKey(from)) {
                            files.put(to, files.remove(from));
                        }
                        return files;
                    });
        }

        void removes(JournaledStore pending, RecordedStore store, String name) {
            does(
                    () -> pending.remove(SESSION, place(name), () -> stored(() -> store.remove("/inbox/" + name))),
                    files -> {
                        files.remove(name);
                        return files;
                    });
        }
    }

    /** A change of the store. */
    @FunctionalInterface
    private interface Change {

        void run() throws IOException;
    }

    private static void stored(Change change) throws FileTreeException {
        try {
            change.run();
        } catch (IOException failed) {
            throw new FileTreeException(Reason.NO_SUCH_FILE, "not there", failed);
        }
    }

    @Test
    void whatCannotBeCutByASecondHandleIsNotWrittenOnWithoutEnd() throws Exception {
        FaultyDisk faulty = new FaultyDisk(new MemoryDisk());
        try (Journal journal = Journal.open(settings(), () -> {}, faulty, store().opener(), (what, on, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            Upload first = begin(pending, "f", StoredState.ABSENT);
            first.write(ByteBuffer.allocate(200_000), 0);
            faulty.failAfter(0);
            assertThatThrownBy(() -> begin(pending, "f", StoredState.ABSENT)).isInstanceOf(FileTreeException.class);
            faulty.heal();
            first.abandon();
            assertThat(journal.status().writing()).isZero();
            assertThat(journal.status().spoolBytes()).isZero();
        }
    }

    @Test
    void anErrorAtAnyCallIsToldAndNothingAcknowledgedIsLost() throws Exception {
        int failed = 0;
        boolean reached = true;
        Set<Reason> refusals = new HashSet<>();
        for (int call = 0; reached; call++) {
            MemoryDisk memory = new MemoryDisk();
            FaultyDisk faulty = new FaultyDisk(memory);
            RecordedStore store = store();
            Client client = new Client();
            try (Journal journal =
                            Journal.open(settings(), () -> {}, faulty, store.opener(), (what, on, detail) -> {});
                    JournaledStore pending = journal.attach(DEFINITION)) {
                faulty.failAfter(call);
                client.puts(pending, "a", "one");
                client.puts(pending, "b", "x".repeat(70_000));
                client.puts(pending, "a", "two");
                client.renames(pending, store, "a", "c");
                client.removes(pending, store, "b");
                client.puts(pending, "b", "three");
                assertThat(journal.drain(LONG)).as("call %s fails", call).isTrue();
                faulty.heal();
                client.puts(pending, "last", "four");
                assertThat(journal.drain(LONG)).as("call %s fails", call).isTrue();
                assertThat(journal.uploads()).as("call %s fails", call).isEmpty();
            } catch (IOException atTheEnd) {
                assertThat(faulty.hasFailed()).isTrue();
            }
            reached = faulty.hasFailed();
            failed += reached ? 1 : 0;
            refusals.addAll(client.refusals);
            try (Journal again = Journal.open(settings(), () -> {}, memory, store.opener(), (what, on, detail) -> {})) {
                assertThat(again.drain(LONG)).isTrue();
                assertThat(again.uploads()).as("call %s fails", call).isEmpty();
            }
            assertThat(client.possible).as("call %s fails", call).contains(visible(store));
            assertThat(visible(store)).containsEntry("last", "four");
        }
        assertThat(failed).isGreaterThan(30);
        assertThat(refusals).contains(Reason.NO_SPACE);
    }

    @Test
    void aJournalThatCannotBeOpenedKeepsNothing() throws Exception {
        MemoryDisk memory = new MemoryDisk();
        try (Journal journal = Journal.open(settings(), () -> {}, memory, away(), (what, upload, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            put(pending, "f", StoredState.ABSENT, "content");
        }
        FaultyDisk faulty = new FaultyDisk(memory);
        boolean refused = true;
        int refusals = 0;
        for (int call = 0; refused; call++) {
            AtomicInteger unlocked = new AtomicInteger();
            faulty.failListAfter(call);
            try (Journal journal =
                    Journal.open(settings(), unlocked::incrementAndGet, faulty, away(), (what, upload, detail) -> {})) {
                refused = false;
                assertThat(journal.uploads()).hasSize(1);
            } catch (IOException toldSo) {
                refusals++;
            }
            assertThat(unlocked).as("listing %s fails", call).hasValue(1);
            assertThat(faulty.openFiles()).as("listing %s fails", call).isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("listing %s fails", call)
                    .noneMatch(thread -> thread.getName().startsWith("sallyport-journal-log"));
        }
        assertThat(refusals)
                .as("the owner, the log, and the contents that nobody refers to")
                .isEqualTo(3);
    }

    @Test
    void aRenameThatWasDoneIsNotSaidToHaveFailed() throws Exception {
        MemoryDisk memory = new MemoryDisk();
        FaultyDisk faulty = new FaultyDisk(memory);
        RecordedStore store = store();
        try (Journal journal = Journal.open(settings(), () -> {}, faulty, store.opener(), (what, on, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            put(pending, "a", "new");
            put(pending, "c", "old");
            assertThat(journal.drain(LONG)).isTrue();
            pending.rename(SESSION, place("a"), place("c"), RenameMode.REPLACE, () -> {
                stored(() -> store.rename("/inbox/a", "/inbox/c"));
                faulty.failAfter(0);
            });
            assertThat(faulty.hasFailed()).isTrue();
            faulty.heal();
            assertThat(pending.remembered(place("c")).exists()).isTrue();
            assertThat(journal.drain(LONG)).isTrue();
        }
        try (Journal again = Journal.open(settings(), () -> {}, memory, store.opener(), (what, on, detail) -> {})) {
            assertThat(again.drain(LONG)).isTrue();
            assertThat(again.uploads()).isEmpty();
        }
        assertThat(visible(store)).containsExactly(Map.entry("c", "new"));
    }

    private static StoreAccess.Opener away() {
        return store -> {
            throw new IOException("the store is away");
        };
    }

    @Test
    void aFullDiskRefusesTheWriteAndTakesUploadsAgainWhenItHasRoom() throws Exception {
        FaultyDisk faulty = new FaultyDisk(new MemoryDisk());
        RecordedStore store = store();
        try (Journal journal = Journal.open(settings(), () -> {}, faulty, store.opener(), (what, on, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            faulty.full(true);
            assertThatThrownBy(() -> put(pending, "f", "too much".repeat(1 << 18)))
                    .isInstanceOfSatisfying(FileTreeException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.NO_SPACE));
            faulty.full(false);
            put(pending, "f", "content");
            assertThat(journal.drain(LONG)).isTrue();
        }
        assertThat(visible(store)).containsExactly(Map.entry("f", "content"));
    }

    @Test
    void aSpoolThatCannotBeWrittenRefusesUploadsAndLosesNone() throws Exception {
        MemoryDisk memory = new MemoryDisk();
        FaultyDisk faulty = new FaultyDisk(memory);
        try (Journal journal = Journal.open(settings(), () -> {}, faulty, away(), (what, on, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            put(pending, "before", StoredState.ABSENT, "acknowledged");
            faulty.readOnly(true);
            assertThatThrownBy(() -> put(pending, "f", StoredState.ABSENT, "refused"))
                    .isInstanceOfSatisfying(FileTreeException.class, refused -> assertThat(refused.reason())
                            .isEqualTo(Reason.FAILURE));
            assertThat(pending.find("nobody", place("before"))).isPresent();
        } catch (IOException atTheEnd) {
            assertThat(atTheEnd).hasMessageContaining("Read-only");
        }
        assertThatThrownBy(() -> Journal.open(settings(), () -> {}, faulty, away(), (what, on, detail) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Read-only");
        RecordedStore store = store();
        try (Journal again = Journal.open(settings(), () -> {}, memory, store.opener(), (what, on, detail) -> {})) {
            assertThat(again.drain(LONG)).isTrue();
        }
        assertThat(visible(store)).containsExactly(Map.entry("before", "acknowledged"));
    }

    @Test
    void aSecondJournalOnOneSpoolIsRefusedAndTheFirstGoesOn() throws Exception {
        RecordedStore store = store();
        try (Journal first = Journal.open(settings(), store.opener(), (what, on, detail) -> {})) {
            assertThatThrownBy(() -> Journal.open(settings(), store.opener(), (what, on, detail) -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("uses the spool");
            try (JournaledStore pending = first.attach(DEFINITION)) {
                put(pending, "f", "content");
            }
            assertThat(first.drain(LONG)).isTrue();
        }
        assertThat(visible(store)).containsExactly(Map.entry("f", "content"));
    }
}
