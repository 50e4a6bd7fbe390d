/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Crash;
import org.sallyport.journal.internal.disk.Crash.Luck;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.spool.Buffers;
import org.sallyport.journal.internal.spool.Content;
import org.sallyport.journal.internal.spool.ContentFiles;
import org.sallyport.journal.internal.spool.ContentWriter;
import org.sallyport.journal.internal.spool.SpoolBudget;

/**
 * A journal works on a disk that records each operation. Then, for every point between two operations, the disk that a crash there would
 * have left is recovered: everything that was acknowledged before must be there, whole, and nothing else than what was once sealed.
 */
class CrashPointTest {

    private static final int SEGMENT = 3000;
    private static final SpoolKeys KEYS = SpoolKeys.ofThisProcess();

    private final MemoryDisk disk = new MemoryDisk();
    private final List<Acknowledged> acknowledged = Collections.synchronizedList(new ArrayList<>());
    /** All contents that were ever sealed, by the upload's id. */
    private final Map<Long, byte[]> sealed = new TreeMap<>();

    /**
     * What was acknowledged.
     *
     * @param operations how many operations the disk had seen by then
     * @param name where the upload was to go from then on; null if it was done
     */
    private record Acknowledged(int operations, long id, String name) {}

    /** The journal under test: the log, and the files of large contents. */
    private final class Journal implements AutoCloseable {

        private final SegmentLog log;
        private final ContentFiles files;
        private final Random random;
        private final Map<Long, UploadRecord> pending = new TreeMap<>();

        Journal(Random random) throws IOException {
            this.log = SegmentLog.open(disk, KEYS, SEGMENT);
            this.files = new ContentFiles(disk, KEYS);
            this.random = random;
            for (UploadRecord record : log.takeRecovered()) {
                pending.put(record.id(), record);
                record.content().filter(reference -> !reference.inline()).ifPresent(files::adopt);
            }
        }

        void upload(String name, int size) throws Exception {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            SpoolBudget budget = new SpoolBudget(disk, new SpoolBudget.Limits(1 << 30, 1000, 1 << 30, 1000, 0));
            try (ContentWriter writer = new ContentWriter(files, budget, new Buffers(1 << 30), "ann")) {
                int half = size / 2;
                writer.write(ByteBuffer.wrap(bytes, half, size - half), half);
                writer.write(ByteBuffer.wrap(bytes, 0, half), 0);
                ContentWriter.Snapshot snapshot = writer.seal();
                UploadRecord record = Uploads.sealed(log, name, size, snapshot.reference());
                sealed.put(record.id(), bytes);
                List<Change> changes = new ArrayList<>();
                changes.add(new Change(record, snapshot.inline()));
                Optional<UploadRecord> replaced = pending.values().stream()
                        .filter(other -> other.names().equals(record.names()))
                        .findFirst();
                replaced.ifPresent(other -> changes.add(new Change(other.withState(UploadState.STORED), null)));
                UploadRecord kept = log.append(changes)
                        .whenComplete((records, failure) -> {
                            acknowledge(record.id(), name);
                            replaced.ifPresent(other -> acknowledge(other.id(), null));
                        })
                        .get()
                        .get(0);
                pending.put(kept.id(), kept);
                replaced.ifPresent(this::forget);
            }
        }

        void rename(UploadRecord record, String name) throws Exception {
            UploadRecord moved = record.movedTo(record.store(), List.of("inbox", name), record.expected());
            pending.put(
                    record.id(),
                    log.append(List.of(new Change(moved, null))).get().get(0));
            acknowledge(record.id(), name);
        }

        void store(UploadRecord record) throws Exception {
            log.append(List.of(new Change(record.withState(UploadState.STORED), null)))
                    .whenComplete((records, failure) -> acknowledge(record.id(), null))
                    .get();
            forget(record);
        }

        private void forget(UploadRecord record) {
            pending.remove(record.id());
            record.content().filter(reference -> !reference.inline()).ifPresent(files::release);
        }

        private void acknowledge(long id, String name) {
            acknowledged.add(new Acknowledged(disk.operationCount(), id, name));
        }

        UploadRecord any() {
            List<UploadRecord> all = List.copyOf(pending.values());
            return all.get(random.nextInt(all.size()));
        }

        @Override
        public void close() throws IOException {
            log.close();
            files.close();
        }
    }

    private void work(long seed, int steps) throws Exception {
        Random random = new Random(seed);
        for (int run = 0; run < 3; run++) {
            try (Journal journal = new Journal(random)) {
                for (int i = 0; i < steps; i++) {
                    int dice = random.nextInt(10);
                    if (dice < 5 || journal.pending.isEmpty()) {
                        journal.upload("f" + random.nextInt(8), random.nextInt(500));
                    } else if (dice < 6) {
                        journal.upload("f" + random.nextInt(8), ContentWriter.SMALL + 1 + random.nextInt(1000));
                    } else if (dice < 8) {
                        journal.rename(journal.any(), "r" + run + "-" + i);
                    } else {
                        journal.store(journal.any());
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everyPointIsRecovered(long seed) throws Exception {
        work(seed, 25);
        List<MemoryDisk.Operation> operations = disk.operations();
        for (int point = 0; point <= operations.size(); point++) {
            List<MemoryDisk.Operation> done = operations.subList(0, point);
            verify(done, Luck.KEEPS_ALL, 0);
            verify(done, Luck.LOSES_ALL, 0);
            verify(done, Luck.BY_CHANCE, seed * 1_000_003 + point);
            verify(done, Luck.BY_CHANCE, seed * 7_000_003 + point);
        }
    }

    private void verify(List<MemoryDisk.Operation> done, Luck luck, long seed) throws IOException {
        String where = "after " + done.size() + " operations, " + luck + ", seed " + seed;
        MemoryDisk left = Crash.after(done, luck, seed);
        ContentFiles files = new ContentFiles(left, KEYS);
        try (SegmentLog log = SegmentLog.open(left, KEYS, SEGMENT)) {
            Map<Long, UploadRecord> found = new TreeMap<>();
            log.takeRecovered().forEach(record -> found.put(record.id(), record));
            Map<Long, String> owed = new TreeMap<>();
            acknowledged.stream()
                    .filter(each -> each.operations() <= done.size())
                    .forEach(each -> owed.put(each.id(), String.valueOf(each.name())));
            owed.forEach((id, name) -> {
                if (!name.equals("null") && !replacedLater(id, done.size())) {
                    assertThat(found).as("acknowledged %s, %s", id, where).containsKey(id);
                }
            });
            for (UploadRecord record : found.values()) {
                assertThat(sealed).as(where).containsKey(record.id());
                assertThat(bytes(log, files, record)).as(where).isEqualTo(sealed.get(record.id()));
                if ("null".equals(owed.get(record.id()))) {
                    assertThat(record.id()).as("done, but back, %s", where).isNull();
                }
            }
            assertThat(log.problems()).as(where).isEmpty();
        }
    }

    /** Whether an operation that had not been acknowledged may have taken it away already. */
    private boolean replacedLater(long id, int operations) {
        return acknowledged.stream()
                .anyMatch(each -> each.id() == id && each.name() == null && each.operations() > operations);
    }

    private static byte[] bytes(SegmentLog log, ContentFiles files, UploadRecord record) throws IOException {
        SpoolReference reference = record.content().orElseThrow();
        if (reference.inline()) {
            return log.readInline(record.id());
        }
        files.adopt(reference);
        try (Content content = files.open(reference)) {
            return content.stream().readAllBytes();
        }
    }

    @Test
    void aReplacedUploadGoesOnlyWithItsReplacement() throws Exception {
        try (Journal journal = new Journal(new Random(5))) {
            journal.upload("f", 100);
            journal.upload("f", 200);
            assertThat(journal.pending).hasSize(1);
        }
        List<MemoryDisk.Operation> operations = disk.operations();
        int first = acknowledged.get(0).operations();
        for (int point = first; point <= operations.size(); point++) {
            for (long seed = 0; seed < 20; seed++) {
                MemoryDisk left = Crash.after(operations.subList(0, point), Luck.BY_CHANCE, seed);
                try (SegmentLog log = SegmentLog.open(left, KEYS, SEGMENT)) {
                    assertThat(log.takeRecovered())
                            .as("point %s seed %s", point, seed)
                            .hasSize(1);
                }
            }
        }
    }

    @Test
    void namesAreHidden() throws Exception {
        try (Journal journal = new Journal(new Random(6))) {
            journal.upload("secret-name", 100);
        }
        disk.files().forEach((name, bytes) -> {
            assertThat(name).doesNotContain("secret");
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("secret", "inbox", "slow:");
        });
    }
}
