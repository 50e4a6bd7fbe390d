/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.journal.internal.RecordedStore.Stored;
import org.sallyport.journal.internal.disk.Crash;
import org.sallyport.journal.internal.disk.Crash.Luck;
import org.sallyport.journal.internal.disk.MemoryDisk;

/**
 * The whole journal between a client that uploads, replaces, renames and removes, and a store. For every point between two operations of
 * the disk or the store, a journal starts on what a crash there would have left of both: in the end the store holds what was
 * acknowledged, with or without the one operation that was under way, and nothing else.
 */
@Timeout(600)
class JournalCrashTest extends JournalTestCase {

    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final Duration LONG = Duration.ofSeconds(30);
    /** Of a content that is sent while it is written. */
    private static final int LARGE = (4 << 20) + 1;

    private static final Map<String, Stored> FIRST =
            Map.of("/inbox/a", new Stored(bytes(1, 100), 1_000), "/inbox/b", new Stored(bytes(2, 200), 2_000));

    private final MemoryDisk disk = new MemoryDisk();
    private final Map<String, byte[]> unnamed = new ConcurrentHashMap<>();
    private final List<Done> done = new ArrayList<>();

    /**
     * An operation that was acknowledged.
     *
     * @param operations of the disk by then
     * @param changes of the store by then
     * @param after what a client sees from then on
     */
    private record Done(int operations, int changes, Map<String, byte[]> after) {}

    /** @param namesLater whether the store names contents after it has stored them */
    private Optional<Map<String, byte[]>> unnamed(boolean namesLater) {
        return namesLater ? Optional.of(unnamed) : Optional.empty();
    }

    private static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private Journal open(MemoryDisk spool, RecordedStore store) throws Exception {
        return Journal.open(settings(), () -> {}, spool, store.opener(), (what, upload, detail) -> {});
    }

    /** What one client does, one after another. */
    private void work(JournaledStore pending, RecordedStore store, Random random, int steps) throws Exception {
        Map<String, byte[]> seen = new HashMap<>(store.visible());
        done.add(new Done(0, 0, Map.copyOf(seen)));
        for (int i = 0; i < steps; i++) {
            String name = NAMES.get(random.nextInt(NAMES.size()));
            String other = NAMES.get(random.nextInt(NAMES.size()));
            int dice = random.nextInt(10);
            if (dice < 5 || !seen.containsKey(name)) {
                byte[] content = bytes(random.nextLong(), random.nextInt(4) == 0 ? 70_000 : random.nextInt(300));
                put(pending, name, pending.inspect(place(name)), content);
                seen.put(name, content);
            } else if (dice < 8 && !name.equals(other)) {
                pending.rename(
                        SESSION, place(name), place(other), RenameMode.REPLACE, () -> rename(store, name, other));
                seen.put(other, seen.remove(name));
            } else {
                pending.remove(SESSION, place(name), () -> remove(store, name));
                seen.remove(name);
            }
            done.add(new Done(disk.operationCount(), store.count(), Map.copyOf(seen)));
        }
    }

    private static void rename(RecordedStore store, String from, String to) {
        try {
            store.rename("/inbox/" + from, "/inbox/" + to);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    private static void remove(RecordedStore store, String name) {
        try {
            store.remove("/inbox/" + name);
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "4, false", "5, false", "1, true", "2, true", "3, true"})
    void everyPointIsRecovered(long seed, boolean namesLater) throws Exception {
        RecordedStore store = new RecordedStore(disk::operationCount, FIRST, unnamed(namesLater));
        try (Journal journal = open(disk, store);
                JournaledStore pending = journal.attach(DEFINITION)) {
            work(pending, store, new Random(seed), 12);
            assertThat(journal.drain(LONG)).isTrue();
        }
        verifyEveryPoint(store, seed, namesLater);
    }

    @Test
    void everyPointOfAContentThatIsSentWhileItIsWrittenIsRecovered() throws Exception {
        RecordedStore store = new RecordedStore(disk::operationCount, FIRST, unnamed(true));
        try (Journal journal = open(disk, store);
                JournaledStore pending = journal.attach(DEFINITION)) {
            Map<String, byte[]> seen = new HashMap<>(store.visible());
            done.add(new Done(0, 0, Map.copyOf(seen)));
            byte[] content = bytes(3, LARGE);
            put(pending, "a", pending.inspect(place("a")), content);
            seen.put("a", content);
            done.add(new Done(disk.operationCount(), store.count(), Map.copyOf(seen)));
            assertThat(journal.drain(LONG)).isTrue();
            assertThat(journal.status().sentEarly()).isEqualTo(1);
        }
        verifyEveryPoint(store, 0, true);
    }

    private void verifyEveryPoint(RecordedStore store, long seed, boolean namesLater) throws Exception {
        List<MemoryDisk.Operation> operations = disk.operations();
        for (int point = 0; point <= operations.size(); point++) {
            int[] changes = store.countsAt(point);
            for (int count = changes[0]; count <= changes[1]; count++) {
                Map<String, Stored> stored = store.after(count, FIRST);
                for (Luck luck : Luck.values()) {
                    String where = "seed " + seed + ", " + point + " operations, " + count + " changes, " + luck;
                    MemoryDisk left = Crash.after(operations.subList(0, point), luck, seed * 1_000_003 + point);
                    verify(left, new RecordedStore(() -> 0, stored, unnamed(namesLater)), allowed(point, count), where);
                }
            }
        }
    }

    /** What the store may hold in the end: all that was acknowledged, without or with the next operation. */
    private List<Map<String, byte[]>> allowed(int operations, int changes) {
        int last = 0;
        while (last + 1 < done.size()
                && done.get(last + 1).operations() <= operations
                && done.get(last + 1).changes() <= changes) {
            last++;
        }
        return done.subList(last, Math.min(last + 2, done.size())).stream()
                .map(Done::after)
                .toList();
    }

    private void verify(MemoryDisk left, RecordedStore store, List<Map<String, byte[]>> allowed, String where)
            throws Exception {
        try (Journal journal = open(left, store)) {
            assertThat(journal.drain(LONG)).as(where).isTrue();
            assertThat(journal.uploads()).as(where).isEmpty();
            assertThat(journal.status().spoolBytes()).as(where).isZero();
        }
        Map<String, byte[]> found = store.visible();
        assertThat(allowed.stream().map(JournalCrashTest::shown)).as(where).contains(shown(found));
        assertThat(store.hidden()).as(where).isEmpty();
        assertThat(left.list()).as(where).noneMatch(file -> file.startsWith("content-"));
    }

    private static Map<String, Integer> shown(Map<String, byte[]> files) {
        Map<String, Integer> shown = new TreeMap<>();
        files.forEach((name, content) -> shown.put(name, Arrays.hashCode(content)));
        return shown;
    }
}
