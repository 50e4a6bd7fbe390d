/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.journal.internal.crypto.SpoolKeys;
import org.sallyport.journal.internal.disk.Disk;
import org.sallyport.journal.internal.spool.DamagedException;
import org.sallyport.journal.internal.spool.FrameFile;
import org.sallyport.journal.internal.spool.FrameHeader;
import org.sallyport.journal.internal.spool.FrameKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records and small contents in a log of segments. One thread writes whatever has come in, syncs once for all of it, and then answers; what
 * comes meanwhile shares the next sync. A segment that could not be written or synced is left for another. Segments go in the order they
 * came, so that no record outlives the one that replaced it; what is still needed of the oldest is written again first.
 */
public final class SegmentLog implements RecordStore {

    private static final Logger LOG = LoggerFactory.getLogger(SegmentLog.class);
    private static final int RETRIES = 3;

    private final Disk disk;
    private final SpoolKeys keys;
    private final long segmentBytes;
    private final Owner owner;
    private final AtomicLong ids = new AtomicLong();
    private final Deque<Transaction> queue = new ArrayDeque<>();
    private final Thread writer = new Thread(this::run, "sallyport-journal-log");
    private final Map<Long, Slot> index = new ConcurrentHashMap<>();
    private List<UploadRecord> recovered;
    private final List<String> problems;
    private volatile long bytes;

    // From here on: the writer's alone.
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Set<Long> disavowed = new HashSet<>();
    private Segment current;
    private Segment before;
    private long beforeEnd;
    private long lastNumber;
    /** Nothing more is taken. */
    private boolean closing;

    private boolean closed;

    private record Transaction(List<Change> changes, CompletableFuture<List<UploadRecord>> done) {}

    /** What a batch did to the index, if it becomes durable. */
    private static final class Batch {

        private final Map<Long, Optional<Slot>> slots = new LinkedHashMap<>();
        private final List<List<UploadRecord>> written = new ArrayList<>();
    }

    private SegmentLog(Disk disk, SpoolKeys keys, long segmentBytes) throws IOException {
        this.disk = disk;
        this.keys = keys;
        this.segmentBytes = segmentBytes;
        this.owner = Owner.begin(disk);
        LogReader reader = new LogReader(disk, keys);
        boolean read = false;
        try {
            reader.read();
            read = true;
        } finally {
            if (!read) {
                reader.close();
            }
        }
        segments.addAll(reader.segments());
        index.putAll(reader.slots());
        recovered = reader.records();
        problems = List.copyOf(reader.problems());
        lastNumber = reader.lastNumber();
        if (!segments.isEmpty()) {
            before = segments.getLast();
            beforeEnd = before.durable();
        }
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Opens the log, and reads what earlier runs left.
     *
     * @param segmentBytes size at which a new segment begins
     */
    public static SegmentLog open(Disk disk, SpoolKeys keys, long segmentBytes) throws IOException {
        return new SegmentLog(disk, keys, segmentBytes);
    }

    /** The last record of each upload that earlier runs left, by age; they are handed over, and forgotten here. */
    public List<UploadRecord> takeRecovered() {
        List<UploadRecord> result = recovered;
        recovered = List.of();
        return result;
    }

    /** What was found to be damaged. */
    public List<String> problems() {
        return problems;
    }

    @Override
    public String owner() {
        return owner.name();
    }

    @Override
    public long epoch() {
        return owner.epoch();
    }

    @Override
    public long nextId() {
        return owner.epoch() << Integer.SIZE | ids.incrementAndGet();
    }

    @Override
    public CompletableFuture<List<UploadRecord>> append(List<Change> changes) {
        Transaction transaction = new Transaction(changes, new CompletableFuture<>());
        synchronized (queue) {
            if (closing) {
                transaction.done().completeExceptionally(new IOException("the journal is closed"));
            } else {
                queue.add(transaction);
                queue.notifyAll();
            }
        }
        return transaction.done();
    }

    private void run() {
        try {
            for (List<Transaction> batch = next(); !batch.isEmpty(); batch = next()) {
                try {
                    write(batch);
                } finally {
                    fail(batch);
                }
            }
        } catch (RuntimeException | Error bug) {
            LOG.error("the journal takes nothing more until the next start", bug);
            throw bug;
        } finally {
            synchronized (queue) {
                closing = true;
                fail(queue);
            }
        }
    }

    /** Nobody waits for what is not written when the writing has ended, however it did. */
    private static void fail(Collection<Transaction> unwritten) {
        unwritten.stream()
                .map(Transaction::done)
                .filter(done -> !done.isDone())
                .forEach(done -> done.completeExceptionally(new IOException("the journal is closed")));
    }

    private List<Transaction> next() {
        synchronized (queue) {
            while (queue.isEmpty() && !closing) {
                try {
                    queue.wait();
                } catch (InterruptedException notMeant) {
                    LOG.debug("the log's thread goes on", notMeant);
                }
            }
            List<Transaction> batch = new ArrayList<>(queue);
            queue.clear();
            return batch;
        }
    }

    private void write(List<Transaction> transactions) {
        Batch batch = new Batch();
        try {
            ensureSegment();
            disavow();
            for (Transaction transaction : transactions) {
                batch.written.add(write(batch, transaction.changes()));
            }
            sync();
        } catch (IOException | RuntimeException | Error failed) {
            LOG.error("the journal could not be written: {}", failed.toString());
            transactions.forEach(transaction -> transaction
                    .changes()
                    .forEach(change -> disavowed.add(change.record().id())));
            leaveSegment();
            transactions.forEach(transaction ->
                    transaction.done().completeExceptionally(new IOException("the journal cannot be written", failed)));
            return;
        }
        apply(batch);
        for (int i = 0; i < transactions.size(); i++) {
            transactions.get(i).done().complete(batch.written.get(i));
        }
        tidy();
    }

    private void ensureSegment() throws IOException {
        if (current != null && current.frames().end() < segmentBytes) {
            return;
        }
        if (current != null && current.durable() < current.frames().end()) {
            sync();
        }
        leaveSegment();
        lastNumber++;
        Segment made = Segment.create(disk, lastNumber, keys);
        ByteBuffer head = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(before == null ? 0 : before.number())
                .putLong(before == null ? 0 : beforeEnd)
                .flip();
        current = made;
        segments.add(made);
        made.frames().append(FrameKind.HEAD, head, 0);
        disk.syncFolder();
    }

    private void leaveSegment() {
        if (current == null) {
            return;
        }
        if (current.durable() > FrameFile.firstFrame()) {
            before = current;
            beforeEnd = current.durable();
        }
        current = null;
    }

    /** Says again what holds of uploads whose records were written, but not known to be durable: they must not count. */
    private void disavow() throws IOException {
        if (disavowed.isEmpty()) {
            return;
        }
        Batch batch = new Batch();
        for (long id : disavowed) {
            Slot slot = index.get(id);
            if (slot == null) {
                write(batch, List.of(new Change(Tombstone.of(id, owner), null)));
            } else {
                write(batch, List.of(new Change(record(id, slot), null)));
            }
        }
        sync();
        apply(batch);
        disavowed.clear();
    }

    private List<UploadRecord> write(Batch batch, List<Change> changes) throws IOException {
        List<UploadRecord> records = new ArrayList<>();
        Map<Long, Slot> contents = new HashMap<>();
        for (Change change : changes) {
            UploadRecord record = change.record();
            Slot known = slot(batch, record.id());
            if (change.inline() != null) {
                long offset = append(FrameKind.INLINE, ByteBuffer.wrap(change.inline()));
                known = new Slot(null, 0, 0, current, offset, change.inline().length);
            }
            if (record.state().needsContent() && known != null && known.isInline()) {
                contents.put(record.id(), known);
                record = record.withContent(
                        new SpoolReference(known.contentSegment().frames().name(), known.contentOffset(), true));
            }
            records.add(record);
        }
        ByteBuffer encoded = RecordCodec.encode(records);
        long share = FrameHeader.stride(encoded.remaining()) / records.size();
        long offset = append(FrameKind.RECORDS, encoded);
        for (UploadRecord record : records) {
            Slot content = contents.get(record.id());
            batch.slots.put(
                    record.id(),
                    record.state() == UploadState.STORED
                            ? Optional.empty()
                            : Optional.of(new Slot(
                                    current,
                                    offset,
                                    share,
                                    content == null ? null : content.contentSegment(),
                                    content == null ? 0 : content.contentOffset(),
                                    content == null ? 0 : content.contentLength())));
        }
        return records;
    }

    private Slot slot(Batch batch, long id) {
        Optional<Slot> pending = batch.slots.get(id);
        return pending == null ? index.get(id) : pending.orElse(null);
    }

    private long append(FrameKind kind, ByteBuffer content) throws IOException {
        return current.frames().append(kind, content, current.durable());
    }

    private void sync() throws IOException {
        current.frames().force();
        current.durable(current.frames().end());
    }

    private void apply(Batch batch) {
        batch.slots.forEach((id, next) -> {
            Slot last = next.isPresent() ? index.put(id, next.get()) : index.remove(id);
            next.ifPresent(Slot::count);
            if (last != null) {
                last.uncount();
            }
        });
    }

    /** Deletes segments that nothing needs, and writes again what keeps the oldest if the log has grown too far. */
    private void tidy() {
        try {
            while (segments.size() > 1 && segments.getFirst().live() == 0) {
                deleteFirst();
            }
            long live = segments.stream().mapToLong(Segment::live).sum();
            long all = segments.stream()
                    .mapToLong(segment -> segment.frames().end())
                    .sum();
            if (segments.size() > 2 && all > 2 * live + 2 * segmentBytes) {
                renew(segments.getFirst());
            }
        } catch (IOException | RuntimeException | Error later) {
            LOG.warn("the journal could not be tidied up: {}", later.toString());
            leaveSegment();
        }
    }

    private long size() {
        return segments.stream().mapToLong(segment -> segment.frames().end()).sum();
    }

    private void deleteFirst() throws IOException {
        Segment first = segments.getFirst();
        if (first == current) {
            return;
        }
        segments.removeFirst();
        first.frames().close();
        disk.delete(first.frames().name());
        disk.syncFolder();
    }

    private void renew(Segment oldest) throws IOException {
        Batch batch = new Batch();
        boolean damaged = false;
        for (Map.Entry<Long, Slot> entry : index.entrySet()) {
            if (!entry.getValue().isIn(oldest)) {
                continue;
            }
            ensureSegment();
            long id = entry.getKey();
            UploadRecord record = record(id, entry.getValue());
            byte[] content = null;
            if (entry.getValue().contentSegment() == oldest) {
                try {
                    content = read(entry.getValue());
                } catch (DamagedException kept) {
                    damaged = true;
                    batch.slots.put(id, Optional.empty());
                }
            }
            write(batch, List.of(new Change(record, content)));
        }
        if (current != null) {
            sync();
        }
        apply(batch);
        if (damaged) {
            segments.remove(oldest);
            oldest.frames().close();
            LogReader.setAside(disk, oldest.frames().name());
        } else {
            deleteFirst();
        }
    }

    private static UploadRecord record(long id, Slot slot) throws IOException {
        return new RecordCodec()
                .decode(slot.segment().frames().read(FrameKind.RECORDS, slot.offset())).stream()
                        .filter(record -> record.id() == id)
                        .findFirst()
                        .orElseThrow(() -> new DamagedException("a record of the journal is not where it was"));
    }

    private static byte[] read(Slot slot) throws IOException {
        return slot.contentSegment()
                .frames()
                .read(FrameKind.INLINE, slot.contentOffset())
                .array();
    }

    @Override
    public byte[] readInline(long id) throws IOException {
        IOException last = new DamagedException("the content is gone from the journal");
        for (int i = 0; i < RETRIES; i++) {
            Slot slot = index.get(id);
            if (slot == null || !slot.isInline()) {
                throw new DamagedException("the content is gone from the journal");
            }
            try {
                return read(slot);
            } catch (IOException failed) {
                if (index.get(id) == slot) {
                    throw failed;
                }
                last = failed; // it was moved meanwhile
            }
        }
        throw last;
    }

    /** Bytes of all segments. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        synchronized (queue) {
            if (closed) {
                return;
            }
            closed = true;
            closing = true;
            queue.notifyAll();
        }
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the journal was closed", interrupted);
        }
        if (current != null && current.durable() > FrameFile.firstFrame()) {
            // Says that all before it is durable, so that a later start takes nothing that is damaged for cut off.
            append(FrameKind.RECORDS, RecordCodec.encode(List.of()));
            sync();
        }
        for (Segment segment : segments) {
            segment.frames().close();
        }
    }
}
