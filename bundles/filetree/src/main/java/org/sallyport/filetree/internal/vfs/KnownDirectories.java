/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Directories that were seen in this run, the most recent ones: so that uploads into them need not ask the store. */
final class KnownDirectories {

    private static final int MOST = 10_000;

    private final Set<List<String>> known = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, Boolean> eldest) {
            return size() > MOST;
        }
    });

    synchronized void add(List<String> names) {
        known.add(List.copyOf(names));
    }

    synchronized boolean contains(List<String> names) {
        return known.contains(names);
    }

    /** Forgets a directory and all below it. */
    synchronized void forget(List<String> names) {
        known.removeIf(directory -> directory.size() >= names.size()
                && directory.subList(0, names.size()).equals(names));
    }
}
