/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open files of a store: who has to hear of a rename or a removal, and what is written at a place and not stored yet. For many threads. */
final class OpenFiles {

    private final Set<VfsFile> all = ConcurrentHashMap.newKeySet();
    private final Map<List<String>, VfsFile> written = new ConcurrentHashMap<>();

    /** @param isWritten whether it is the one at its place that is written, from now on */
    void add(VfsFile file, List<String> names, boolean isWritten) {
        all.add(file);
        if (isWritten) {
            written.put(names, file);
        }
    }

    void remove(VfsFile file) {
        all.remove(file);
        written.remove(file.names(), file);
    }

    int count() {
        return all.size();
    }

    /** The one that was opened last for writing at a place. */
    Optional<VfsFile> writtenAt(List<String> names) {
        return Optional.ofNullable(written.get(names));
    }

    /** What was at a place is there no more. */
    void removed(List<String> names) {
        VfsFile pending = written.remove(names);
        if (pending != null) {
            pending.unlinked();
        }
    }

    /** What was at a place, and all below it, has another place now. */
    void moved(List<String> from, List<String> to) {
        for (VfsFile file : all) {
            List<String> place = file.names();
            if (place.size() >= from.size() && place.subList(0, from.size()).equals(from)) {
                List<String> next = new ArrayList<>(to);
                next.addAll(place.subList(from.size(), place.size()));
                boolean pending = written.remove(place, file);
                file.movedTo(List.copyOf(next));
                if (pending) {
                    written.put(file.names(), file);
                }
            }
        }
    }
}
