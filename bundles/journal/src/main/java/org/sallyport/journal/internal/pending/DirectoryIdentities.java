/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was last seen to tell directories of a store from all others, so that an upload finds its own when that has another name by then. The
 * most recent ones, kept while nobody uses the store. For many threads.
 */
final class DirectoryIdentities {

    private static final int MOST = 4_000;

    private final Map<List<String>, String> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, String> eldest) {
            return size() > MOST;
        }
    };

    /** @param identity empty if there is none */
    synchronized void seen(List<String> directory, String identity) {
        if (identity.isEmpty()) {
            known.remove(directory);
        } else {
            known.put(List.copyOf(directory), identity);
        }
    }

    /** Empty if it is not known. */
    synchronized String of(List<String> directory) {
        return known.getOrDefault(directory, "");
    }

    /** Something else may be there now, and below it. */
    synchronized void forget(List<String> names) {
        known.keySet().removeIf(directory -> StoreUploads.isWithin(directory, names));
    }
}
