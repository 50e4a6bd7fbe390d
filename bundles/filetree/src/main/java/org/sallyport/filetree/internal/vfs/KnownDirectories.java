/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;

/**
 * Directories of a store that were seen in this run, the most recent ones: uploads into one that was just seen need not ask for it again, and
 * while the store is away, any that was ever seen will do.
 */
public final class KnownDirectories {

    private static final int MOST = 4_000;
    private static final long FRESH = Duration.ofSeconds(10).toNanos();
    /** For a directory of which only the existence was asked. */
    private static final FileAttributes PLAIN = FileAttributes.builder(FileType.DIRECTORY)
            .size(0)
            .permissions(0755)
            .modifyTime(0, 0)
            .accessTime(0, 0)
            .linkCount(1)
            .origin(Origin.ASSUMED)
            .build();

    /** @param seen as {@link System#nanoTime} */
    private record Known(FileAttributes attributes, long seen) {}

    private final Map<List<String>, Known> known = new LinkedHashMap<>(16, 0.75f, true);
    /** A directory stands right before all that is below it, which is so forgotten without a look at the others. */
    private final NavigableSet<List<String>> ordered = new TreeSet<>(KnownDirectories::compare);

    private static int compare(List<String> one, List<String> other) {
        int common = Math.min(one.size(), other.size());
        for (int i = 0; i < common; i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    synchronized void add(List<String> names) {
        add(names, attributes(names).orElse(PLAIN));
    }

    synchronized void add(List<String> names, FileAttributes attributes) {
        List<String> directory = List.copyOf(names);
        if (known.put(directory, new Known(attributes, System.nanoTime())) == null) {
            ordered.add(directory);
        }
        if (known.size() > MOST) {
            List<String> eldest = known.keySet().iterator().next();
            known.remove(eldest);
            ordered.remove(eldest);
        }
    }

    /** What was last told of a directory; empty if it is not known. */
    synchronized Optional<FileAttributes> attributes(List<String> names) {
        return Optional.ofNullable(known.get(names)).map(Known::attributes);
    }

    synchronized boolean contains(List<String> names) {
        return known.containsKey(names);
    }

    /** Whether it was there a moment ago. */
    synchronized boolean isFresh(List<String> names) {
        Known directory = known.get(names);
        return directory != null && System.nanoTime() - directory.seen() < FRESH;
    }

    /** Forgets a directory and all below it. */
    synchronized void forget(List<String> names) {
        Iterator<List<String>> within = ordered.tailSet(names, true).iterator();
        while (within.hasNext()) {
            List<String> directory = within.next();
            if (directory.size() < names.size()
                    || !directory.subList(0, names.size()).equals(names)) {
                return;
            }
            within.remove();
            known.remove(directory);
        }
    }
}
