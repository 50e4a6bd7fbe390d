/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.List;
import org.sallyport.api.path.RecentPlaces;

/**
 * What was last seen to tell directories of a store from all others, so that an upload finds its own when that has another name by then. The
 * most recent ones, kept while nobody uses the store. For many threads.
 */
final class DirectoryIdentities {

    private static final int MOST = 4_000;

    private final RecentPlaces<String> known = new RecentPlaces<>(MOST);

    /** @param identity empty if there is none */
    synchronized void seen(List<String> directory, String identity) {
        if (identity.isEmpty()) {
            known.remove(directory);
        } else {
            known.put(directory, identity);
        }
    }

    /** Empty if it is not known. */
    synchronized String of(List<String> directory) {
        return known.get(directory).orElse("");
    }

    /** Something else may be there now, and below it. */
    synchronized void forget(List<String> names) {
        known.removeWithin(names);
    }
}
