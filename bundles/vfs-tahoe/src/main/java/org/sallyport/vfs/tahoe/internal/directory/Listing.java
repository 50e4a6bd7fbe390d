/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The entries of a directory as they were when it was read, and what was changed through here since. */
final class Listing {

    private final ConcurrentSkipListMap<String, Entry> entries;
    private final long readAt;

    /** @param readAt by {@link System#nanoTime()} */
    Listing(ConcurrentSkipListMap<String, Entry> entries, long readAt) {
        this.entries = entries;
        this.readAt = readAt;
    }

    long readAt() {
        return readAt;
    }

    Optional<Entry> entry(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    NavigableMap<String, Entry> entries() {
        return Collections.unmodifiableNavigableMap(entries);
    }

    int size() {
        return entries.size();
    }

    void put(String name, Entry entry) {
        entries.put(name, entry);
    }

    void remove(String name) {
        entries.remove(name);
    }
}
