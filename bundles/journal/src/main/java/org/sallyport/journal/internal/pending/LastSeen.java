/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.journal.StoredState;

/**
 * What was last seen at places of a store, the last {@value #MOST}: an upload that begins while the store is away may replace that, and
 * nothing else. Guarded by the lock of its {@link StoreUploads}.
 */
final class LastSeen {

    private static final int MOST = 10_000;

    /** Of a place that nobody looked at: whether the store has something there only the store can tell. */
    private static final StoredState UNSEEN = new StoredState(StoredState.Kind.ABSENT, "unseen", 0);

    private final Map<List<String>, StoredState> states = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, StoredState> eldest) {
            return size() > MOST;
        }
    };

    void saw(List<String> names, StoredState now) {
        states.put(List.copyOf(names), now);
    }

    StoredState of(List<String> names) {
        return states.getOrDefault(names, UNSEEN);
    }

    /** Something else may be there now, and below it. */
    void forget(List<String> names) {
        states.keySet().removeIf(place -> StoreUploads.isWithin(place, names));
    }
}
