/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Which places of a store this server has changed lately. Guarded by the lock of its {@link StoreUploads}. */
final class RecentChanges {

    private static final int MOST = 10_000;

    private final Map<List<String>, Long> places = new LinkedHashMap<>();
    private long moment;
    private long forgotten;

    void add(List<String> names) {
        moment++;
        places.remove(names);
        places.put(names, moment);
        if (places.size() > MOST) {
            Iterator<Long> oldest = places.values().iterator();
            forgotten = oldest.next();
            oldest.remove();
        }
    }

    long moment() {
        return moment;
    }

    /** Whether a place, or a directory above it, may have been changed after a moment. */
    boolean hasChangedSince(List<String> names, long then) {
        return then < forgotten
                || IntStream.rangeClosed(1, names.size())
                        .anyMatch(depth -> places.getOrDefault(names.subList(0, depth), 0L) > then);
    }
}
