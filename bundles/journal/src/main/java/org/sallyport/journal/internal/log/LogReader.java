/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * Reads what earlier runs left. Contents are passed over, so the time depends on the number of records. What was cut off by a crash is told
 * from what was damaged later by how much each frame, and each later segment, says to have been durable.
 */
final class LogReader {

    private static final Logger LOG = LoggerFactory.getLogger(LogReader.class);
    private static final String SET_ASIDE = "damaged-";

    private final Disk disk;
    private final SpoolKeys keys;
    private final RecordCodec codec = new RecordCodec();
    private final List<Segment> segments = new ArrayList<>();
    private final Map<Long, UploadRecord> records = new HashMap<>();
    private final Map<Long, Slot> slots = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<Long, Long> durableByHead = new HashMap<>();
    private long lastNumber;

    LogReader(Disk disk, SpoolKeys keys) {
        this.disk = disk;
        this.keys = keys;
    }

    void read() throws IOException {
        TreeMap<Long, String> files = new TreeMap<>(Long::compareUnsigned);
        for (String name : disk.list()) {
            Segment.number(name).ifPresent(number -> files.put(number, name));
        }
        for (long number : files.keySet()) {
            open(number);
            lastNumber = number;
        }
        for (Segment segment : segments) {
            readHead(segment);
        }
        durableByHead.keySet().stream()
                .filter(number -> !files.isEmpty()
                        && Long.compareUnsigned(number, files.firstKey()) >= 0
                        && segments.stream().noneMatch(segment -> segment.number() == number))
                .forEach(number ->
                        problems.add("segment " + Segment.name(number) + " of the log is gone or unreadable"));
        for (Segment segment : segments) {
            readFrames(segment);
        }
        slots.values().forEach(Slot::count);
    }

    private void open(long number) throws IOException {
        try {
            segments.add(Segment.open(disk, number, keys));
        } catch (DamagedException damaged) {
            // One that a crash cut off before anything in it was durable is no loss; of any other the next one's head
            // tells.
            LOG.info("segment {} of the log is set aside: {}", Segment.name(number), damaged.getMessage());
            setAside(disk, Segment.name(number));
        }
    }

    /** Keeps a file for those who look after what happened, out of the way of all others. */
    static void setAside(Disk disk, String name) throws IOException {
        disk.rename(name, SET_ASIDE + name);
        disk.syncFolder();
    }

    private void readHead(Segment segment) throws IOException {
        try {
            ByteBuffer head = segment.frames().read(FrameKind.HEAD, FrameFile.firstFrame());
            long before = head.getLong();
            long durable = head.getLong();
            if (durable > 0) {
                durableByHead.merge(before, durable, Math::max);
            }
        } catch (DamagedException torn) {
            LOG.debug("{} has no head: {}", segment.frames().name(), torn.getMessage());
        }
    }

    /** How much of a segment was durable when the run that wrote it ended, as far as anything says. */
    private long durable(Segment segment) throws IOException {
        FrameFile frames = segment.frames();
        long durable = durableByHead.getOrDefault(segment.number(), FrameFile.firstFrame());
        Optional<FrameHeader> frame = frames.header(FrameFile.firstFrame());
        while (frame.isPresent()) {
            durable = Math.max(durable, frame.get().durable());
            long end = frame.get().end();
            frame = frames.header(end);
            if (frame.isEmpty()) {
                frame = frames.search(end);
            }
        }
        return durable;
    }

    private void readFrames(Segment segment) throws IOException {
        FrameFile frames = segment.frames();
        long durable = durable(segment);
        long offset = FrameFile.firstFrame();
        while (offset < frames.end()) {
            Optional<FrameHeader> header = frames.header(offset);
            if (header.isPresent() && header.get().end() <= frames.end() && take(segment, header.get(), durable)) {
                offset = header.get().end();
                continue;
            }
            if (offset >= durable) {
                break; // what was not yet durable when the run ended
            }
            problems.add("segment " + frames.name() + " is damaged at offset " + offset);
            offset = frames.search(offset + FrameHeader.ALIGNMENT)
                    .map(FrameHeader::offset)
                    .orElse(frames.end());
        }
        if (frames.end() < durable) {
            problems.add("segment " + frames.name() + " is shorter than it was");
        }
        if (offset > durable) {
            frames.force(); // a killed process leaves what only memory holds; from now on it counts
        }
        segment.durable(offset);
    }

    /** @return whether the frame is what was written */
    private boolean take(Segment segment, FrameHeader header, long durable) throws IOException {
        if (header.kind() == FrameKind.INLINE) {
            return true; // read, and checked, when it is needed
        }
        ByteBuffer content;
        try {
            content = segment.frames().read(header.kind(), header.offset());
        } catch (DamagedException damaged) {
            return false;
        }
        if (header.kind() == FrameKind.RECORDS) {
            List<UploadRecord> together = codec.decode(content);
            if (header.offset() >= durable && !hasItsContents(segment, together)) {
                return false;
            }
            long share = FrameHeader.stride(header.length()) / Math.max(1, together.size());
            for (UploadRecord record : together) {
                take(segment, header.offset(), share, record);
            }
        }
        return true;
    }

    private void take(Segment segment, long offset, long share, UploadRecord record) {
        if (record.state() == UploadState.STORED) {
            records.remove(record.id());
            slots.remove(record.id());
            return;
        }
        records.put(record.id(), record);
        Optional<SpoolReference> inline = record.content().filter(SpoolReference::inline);
        Optional<Segment> holder = inline.flatMap(reference -> segments.stream()
                .filter(other -> other.frames().name().equals(reference.file()))
                .findFirst());
        slots.put(
                record.id(),
                new Slot(
                        segment,
                        offset,
                        share,
                        holder.orElse(null),
                        inline.map(SpoolReference::offset).orElse(0L),
                        (int) (holder.isPresent() ? record.size() : 0)));
    }

    /** Whether the contents that were written with records are there: a crash may have taken them and left the records. */
    private static boolean hasItsContents(Segment segment, List<UploadRecord> together) throws IOException {
        for (UploadRecord record : together) {
            Optional<SpoolReference> reference = record.content().filter(SpoolReference::inline);
            if (reference.isPresent()
                    && reference.get().file().equals(segment.frames().name())
                    && record.state().needsContent()) {
                Optional<FrameHeader> header =
                        segment.frames().header(reference.get().offset());
                if (header.isEmpty() || !segment.frames().isIntact(header.get())) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Lets go of what could not be read to the end. */
    void close() throws IOException {
        for (Segment segment : segments) {
            segment.frames().close();
        }
    }

    List<Segment> segments() {
        return segments;
    }

    Map<Long, Slot> slots() {
        return slots;
    }

    /** The last record of each upload, by age. */
    List<UploadRecord> records() {
        List<UploadRecord> result = new ArrayList<>(records.values());
        result.sort(Comparator.comparingLong(UploadRecord::id));
        return result;
    }

    List<String> problems() {
        return problems;
    }

    /** The greatest number that a segment has. */
    long lastNumber() {
        return lastNumber;
    }
}
