/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.FaultyDisk;
import org.sallyport.journal.internal.disk.MemoryDisk;
import org.sallyport.journal.internal.disk.MemoryDisk.Force;

/** The log where the disk fails, fills, or was tampered with. */
class SegmentLogTest {

    private static final SpoolKeys KEYS = SpoolKeys.ofThisProcess();
    private static final int SEGMENT = 4000;

    private final MemoryDisk disk = new MemoryDisk();

    private static byte[] content(String name) {
        return ("content of " + name).getBytes(StandardCharsets.UTF_8);
    }

    private static CompletableFuture<List<UploadRecord>> add(SegmentLog log, String name) {
        byte[] content = content(name);
        UploadRecord record = Uploads.sealed(log, name, content.length, Optional.empty());
        return log.append(List.of(new Change(record, content)));
    }

    private static void store(SegmentLog log, UploadRecord record) throws Exception {
        log.append(List.of(new Change(record.withState(UploadState.STORED), null)))
                .get();
    }

    @Test
    void recordsComeBackAsTheyWere() throws Exception {
        UploadRecord kept;
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            kept = add(log, "f").get().get(0);
        }
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            UploadRecord found = log.takeRecovered().get(0);
            assertThat(found)
                    .usingRecursiveComparison()
                    .ignoringFields("attributes")
                    .isEqualTo(kept);
            assertThat(found.attributes().permissions()).isEqualTo(0640);
            assertThat(found.attributes().modifyNanos()).isEqualTo(5);
            assertThat(log.readInline(found.id())).isEqualTo(content("f"));
            assertThat(log.epoch()).isEqualTo(kept.epoch() + 1);
            assertThat(log.nextId()).isGreaterThan(kept.id());
        }
    }

    @Test
    void anErrorOfTheSystemFailsWhatIsWrittenAndNothingElse() throws Exception {
        FaultyDisk faulty = new FaultyDisk(disk);
        try (SegmentLog log = SegmentLog.open(faulty, KEYS, SEGMENT)) {
            faulty.failWith(new OutOfMemoryError("Cannot reserve direct buffer memory"));
            assertThatThrownBy(() -> add(log, "f").get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            add(log, "g").get(30, TimeUnit.SECONDS);
        }
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            assertThat(log.takeRecovered()).singleElement().satisfies(record -> assertThat(record.names())
                    .endsWith("g"));
        }
    }

    @Test
    void whatComesAtOnceSharesASync() throws Exception {
        try (SegmentLog log = SegmentLog.open(disk, KEYS, 1 << 20)) {
            long before = forces();
            List<CompletableFuture<List<UploadRecord>>> all = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                all.add(add(log, "f" + i));
            }
            for (CompletableFuture<List<UploadRecord>> each : all) {
                each.get();
            }
            assertThat(forces() - before).isLessThan(1000);
        }
    }

    private long forces() {
        return disk.operations().stream().filter(Force.class::isInstance).count();
    }

    @Test
    void theLogStaysSmallWhateverGoesThroughIt() throws Exception {
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            List<UploadRecord> staying = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                UploadRecord record = add(log, "f" + i).get().get(0);
                if (i % 400 == 0) {
                    staying.add(record);
                } else {
                    store(log, record);
                }
            }
            assertThat(log.bytes()).isLessThan(10L * SEGMENT);
            for (UploadRecord record : staying) {
                assertThat(log.readInline(record.id()))
                        .isEqualTo(content(record.names().get(1)));
            }
        }
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            assertThat(log.takeRecovered()).hasSize(5);
            assertThat(log.problems()).isEmpty();
        }
    }

    /** Whichever call fails: what was acknowledged is there, what was refused does no harm, and the log goes on. */
    @Test
    void anErrorAtAnyCallIsToldAndNothingElseIsLost() throws Exception {
        int failed = 0;
        boolean reached = true;
        for (int call = 0; reached; call++) {
            MemoryDisk memory = new MemoryDisk();
            FaultyDisk faulty = new FaultyDisk(memory);
            Map<Long, String> acknowledged = new TreeMap<>();
            try (SegmentLog log = SegmentLog.open(faulty, KEYS, SEGMENT)) {
                UploadRecord first = add(log, "first").get().get(0);
                faulty.failAfter(call);
                acknowledged.put(first.id(), "first");
                for (int i = 0; i < 30; i++) {
                    keep(acknowledged, log, "f" + i);
                }
                faulty.heal();
                keep(acknowledged, log, "last");
                assertThat(acknowledged).containsValue("last");
            } catch (IOException atTheEnd) {
                assertThat(faulty.hasFailed()).isTrue();
            }
            reached = faulty.hasFailed();
            failed += reached ? 1 : 0;
            try (SegmentLog log = SegmentLog.open(memory, KEYS, SEGMENT)) {
                Map<Long, UploadRecord> found = new TreeMap<>();
                log.takeRecovered().forEach(record -> found.put(record.id(), record));
                assertThat(found.keySet()).as("call %s fails", call).containsAll(acknowledged.keySet());
                for (long id : acknowledged.keySet()) {
                    assertThat(log.readInline(id)).isEqualTo(content(acknowledged.get(id)));
                }
                assertThat(log.problems()).as("call %s fails", call).isEmpty();
            }
        }
        assertThat(failed).isGreaterThan(30);
    }

    @Test
    void anErrorOfTheSystemAtAnyCallWhileTheLogIsTidiedUpEndsNothing() throws Exception {
        boolean reached = true;
        int failed = 0;
        for (int call = 0; reached; call++) {
            MemoryDisk memory = new MemoryDisk();
            FaultyDisk faulty = new FaultyDisk(memory);
            Map<Long, String> acknowledged = new TreeMap<>();
            try (SegmentLog log = SegmentLog.open(faulty, KEYS, SEGMENT)) {
                keep(acknowledged, log, "first");
                faulty.failWith(new OutOfMemoryError("Java heap space"), call);
                for (int i = 0; i < 30; i++) {
                    try {
                        store(log, add(log, "f" + i).get().get(0));
                    } catch (ExecutionException refused) {
                        assertThat(refused).hasCauseInstanceOf(IOException.class);
                    }
                }
                faulty.heal();
                keep(acknowledged, log, "last");
                assertThat(acknowledged).as("call %s fails", call).containsValue("last");
            }
            reached = faulty.hasFailed();
            failed += reached ? 1 : 0;
            try (SegmentLog log = SegmentLog.open(memory, KEYS, SEGMENT)) {
                List<Long> found =
                        log.takeRecovered().stream().map(UploadRecord::id).toList();
                assertThat(found).as("call %s fails", call).containsAll(acknowledged.keySet());
            }
        }
        assertThat(failed).isGreaterThan(30);
    }

    private static void keep(Map<Long, String> acknowledged, SegmentLog log, String name) throws Exception {
        try {
            acknowledged.put(add(log, name).get().get(0).id(), name);
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(IOException.class);
        }
    }

    @Test
    void anErrorAtTheStartRefuses() throws Exception {
        FaultyDisk faulty = new FaultyDisk(disk);
        for (int call = 0; call < 3; call++) {
            faulty.failAfter(call);
            assertThatThrownBy(() -> SegmentLog.open(faulty, KEYS, SEGMENT)).isInstanceOf(IOException.class);
        }
        SegmentLog.open(disk, KEYS, SEGMENT).close();
    }

    @Test
    void aChangedContentIsFound() throws Exception {
        UploadRecord record;
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            record = add(log, "f").get().get(0);
            add(log, "g").get();
        }
        Map<String, byte[]> files = disk.files();
        byte[] segment = files.get(record.content().orElseThrow().file());
        segment[(int) record.content().orElseThrow().offset() + 40] ^= 1;
        try (SegmentLog log = SegmentLog.open(new MemoryDisk(files), KEYS, SEGMENT)) {
            assertThat(log.takeRecovered()).hasSize(2);
            assertThatThrownBy(() -> log.readInline(record.id())).hasMessageContaining("changed");
        }
    }

    @Test
    void aChangedRecordIsFoundAndTheOthersAreKept() throws Exception {
        UploadRecord record;
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            record = add(log, "f").get().get(0);
            add(log, "g").get();
        }
        Map<String, byte[]> files = disk.files();
        byte[] segment = files.get(record.content().orElseThrow().file());
        segment[(int) record.content().orElseThrow().offset() + 120] ^= 1;
        try (SegmentLog log = SegmentLog.open(new MemoryDisk(files), KEYS, SEGMENT)) {
            assertThat(log.problems()).hasSize(1).first().asString().contains("damaged");
            assertThat(log.takeRecovered()).hasSize(1);
        }
    }

    @Test
    void segmentsThatWereSwappedOrTakenAwayAreFound() throws Exception {
        try (SegmentLog log = SegmentLog.open(disk, KEYS, 500)) {
            for (int i = 0; i < 6; i++) {
                add(log, "f" + i).get();
            }
        }
        Map<String, byte[]> swapped = disk.files();
        byte[] second = swapped.get(Segment.name(2));
        swapped.put(Segment.name(2), swapped.get(Segment.name(3)));
        swapped.put(Segment.name(3), second);
        try (SegmentLog log = SegmentLog.open(new MemoryDisk(swapped), KEYS, 500)) {
            assertThat(log.problems()).isNotEmpty();
        }
        Map<String, byte[]> without = disk.files();
        without.remove(Segment.name(3));
        try (SegmentLog log = SegmentLog.open(new MemoryDisk(without), KEYS, 500)) {
            assertThat(log.problems()).isNotEmpty();
        }
    }

    @Test
    void anotherKeyReadsNothingAndDestroysNothing() throws Exception {
        try (SegmentLog log = SegmentLog.open(disk, KEYS, SEGMENT)) {
            add(log, "f").get();
        }
        try (SegmentLog log = SegmentLog.open(disk, SpoolKeys.ofThisProcess(), SEGMENT)) {
            assertThat(log.takeRecovered()).isEmpty();
        }
        assertThat(disk.files().keySet()).anyMatch(name -> name.startsWith("damaged-"));
    }
}
