/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.FileAttributes;

/** A listing with mount points among its entries; they hide entries of the same name. */
final class MergedDirectory implements OpenDirectory {

    private final OpenDirectory stored;
    private final Set<String> mounted = new HashSet<>();
    private List<DirectoryEntry> first;

    MergedDirectory(OpenDirectory stored, List<DirectoryEntry> mountPoints) {
        this.stored = stored;
        this.first = mountPoints;
        mountPoints.forEach(entry -> mounted.add(entry.name()));
    }

    /** A directory that only leads to mounts. */
    static OpenDirectory virtual(FileAttributes own, List<DirectoryEntry> mountPoints) {
        List<DirectoryEntry> entries = new ArrayList<>();
        entries.add(new DirectoryEntry(".", own));
        entries.add(new DirectoryEntry("..", own));
        entries.addAll(mountPoints);
        return new MergedDirectory(new Empty(), entries);
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        if (!first.isEmpty()) {
            List<DirectoryEntry> result = first.subList(0, Math.min(most, first.size()));
            first = first.subList(result.size(), first.size());
            return result;
        }
        List<DirectoryEntry> result;
        boolean ended;
        do {
            List<DirectoryEntry> entries = stored.next(most);
            ended = entries.isEmpty();
            result = entries.stream()
                    .filter(entry -> !mounted.contains(entry.name()))
                    .toList();
        } while (!ended && result.isEmpty());
        return result;
    }

    @Override
    public void close() {
        stored.close();
    }

    private static final class Empty implements OpenDirectory {

        @Override
        public List<DirectoryEntry> next(int most) {
            return List.of();
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
