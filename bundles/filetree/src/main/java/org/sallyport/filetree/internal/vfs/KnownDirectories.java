/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** Directories that were seen in this run, the most recent ones: so that uploads into them need not ask the store, nor wait for it. */
final class KnownDirectories {

    private static final int MOST = 10_000;
    /** For a directory of which only the existence was asked. */
    private static final FileAttributes PLAIN = FileAttributes.builder(FileType.DIRECTORY)
            .size(0)
            .permissions(0755)
            .modifyTime(0, 0)
            .accessTime(0, 0)
            .linkCount(1)
            .build();

    private final Map<List<String>, FileAttributes> known = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, FileAttributes> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(List<String> names) {
        known.putIfAbsent(List.copyOf(names), PLAIN);
    }

    synchronized void add(List<String> names, FileAttributes attributes) {
        known.put(List.copyOf(names), attributes);
    }

    /** What was last told of a directory; empty if it is not known. */
    synchronized Optional<FileAttributes> attributes(List<String> names) {
        return Optional.ofNullable(known.get(names));
    }

    synchronized boolean contains(List<String> names) {
        return known.containsKey(names);
    }

    /** Forgets a directory and all below it. */
    synchronized void forget(List<String> names) {
        known.keySet()
                .removeIf(directory -> directory.size() >= names.size()
                        && directory.subList(0, names.size()).equals(names));
    }
}
