/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where the bytes of a content are among the frames of its file: the newest for each; what was never written reads as zeros. */
final class ExtentMap {

    private static final int RUN_BYTES = 8 + 8 + 8 + 4 + 4;

    private final NavigableMap<Long, Run> runs = new TreeMap<>();

    int size() {
        return runs.size();
    }

    /** Notes a new frame that holds bytes from a position on. */
    void put(long position, long frame, int length) {
        cut(position, position + length);
        Map.Entry<Long, Run> last = runs.lowerEntry(position);
        if (last != null && last.getValue().continuesWith(position, frame, length)) {
            runs.put(last.getKey(), last.getValue().extended(length));
        } else {
            runs.put(position, new Run(position, length, frame, length, 0));
        }
    }

    /** Forgets what is behind a size. */
    void truncate(long size) {
        cut(size, Long.MAX_VALUE);
    }

    private void cut(long from, long to) {
        Map.Entry<Long, Run> before = runs.lowerEntry(from);
        if (before != null && before.getValue().end() > from) {
            Run run = before.getValue();
            runs.put(before.getKey(), run.before(from));
            if (run.end() > to) {
                runs.put(to, run.from(to));
            }
        }
        List<Run> covered = new ArrayList<>(runs.subMap(from, true, to, false).values());
        for (Run run : covered) {
            runs.remove(run.start());
            if (run.end() > to) {
                runs.put(to, run.from(to));
            }
        }
    }

    /** The run that holds a position, or the next one behind it; null if there is none. */
    Run at(long position) {
        Map.Entry<Long, Run> before = runs.floorEntry(position);
        if (before != null && before.getValue().end() > position) {
            return before.getValue();
        }
        Map.Entry<Long, Run> after = runs.higherEntry(position);
        return after == null ? null : after.getValue();
    }

    ByteBuffer encode(long size) {
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + runs.size() * RUN_BYTES).putLong(size).putInt(runs.size());
        for (Run run : runs.values()) {
            bytes.putLong(run.start())
                    .putLong(run.length())
                    .putLong(run.frame())
                    .putInt(run.frameLength())
                    .putInt(run.skip());
        }
        return bytes.flip();
    }

    /** @param bytes behind the size */
    static ExtentMap decode(ByteBuffer bytes) {
        ExtentMap map = new ExtentMap();
        for (int left = bytes.getInt(); left > 0; left--) {
            Run run = new Run(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getInt(), bytes.getInt());
            map.runs.put(run.start(), run);
        }
        return map;
    }
}
