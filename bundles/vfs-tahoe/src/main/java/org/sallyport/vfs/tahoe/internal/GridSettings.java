/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;

/**
 * What is configured of a grid.
 *
 * @param root of a directory; never shown
 * @param gateways web APIs of nodes, at least one; the first one writes
 * @param directoryAge how long a listing is taken for true
 * @param mostEntries of directories that are remembered
 * @param contentCache bytes of file content that are remembered in memory; never more than an eighth of the heap
 * @param diskCache bytes of file content that are remembered on a disk; 0 for none
 * @param diskCacheFolder where
 * @param checkInterval from the end of a check of all to the next; zero for none
 * @param repair whether a check repairs
 */
public record GridSettings(
        String name,
        Capability root,
        List<URI> gateways,
        Deadlines deadlines,
        Duration directoryAge,
        int mostEntries,
        long contentCache,
        long diskCache,
        Path diskCacheFolder,
        Duration checkInterval,
        boolean repair) {

    public static final Duration DIRECTORY_AGE = Duration.ofSeconds(2);
    public static final int MOST_ENTRIES = 200_000;
    public static final long CONTENT_CACHE = 64L << 20;
    public static final long DISK_CACHE = 1L << 30;

    public GridSettings {
        gateways = List.copyOf(gateways);
    }

    /** With nothing on a disk. */
    public static GridSettings of(String name, Capability root, List<URI> gateways) {
        return new GridSettings(
                name,
                root,
                gateways,
                Deadlines.DEFAULT,
                DIRECTORY_AGE,
                MOST_ENTRIES,
                CONTENT_CACHE,
                0,
                Path.of(""),
                Duration.ZERO,
                false);
    }

    /** The same with content on a disk. */
    public GridSettings withDiskCache(Path folder, long bytes) {
        return new GridSettings(
                name,
                root,
                gateways,
                deadlines,
                directoryAge,
                mostEntries,
                contentCache,
                bytes,
                folder,
                checkInterval,
                repair);
    }

    @Override
    public String toString() {
        return "grid " + name;
    }
}
