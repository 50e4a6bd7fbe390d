/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;
import org.sallyport.api.path.RecentPlaces;

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

    private final RecentPlaces<Known> known = new RecentPlaces<>(MOST);

    synchronized void add(List<String> names) {
        add(names, attributes(names).orElse(PLAIN));
    }

    synchronized void add(List<String> names, FileAttributes attributes) {
        known.put(names, new Known(attributes, System.nanoTime()));
    }

    /** What was last told of a directory; empty if it is not known. */
    synchronized Optional<FileAttributes> attributes(List<String> names) {
        return known.get(names).map(Known::attributes);
    }

    synchronized boolean contains(List<String> names) {
        return known.get(names).isPresent();
    }

    /** Whether it was there a moment ago. */
    synchronized boolean isFresh(List<String> names) {
        return known.get(names)
                .filter(directory -> System.nanoTime() - directory.seen() < FRESH)
                .isPresent();
    }

    /** Forgets a directory and all below it. */
    synchronized void forget(List<String> names) {
        known.removeWithin(names);
    }
}
