/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Listings for a short time: other programs may change a directory. Those who want the same one at the same time read it once. What is
 * changed through here is seen at once. For many threads; its lock is not held while a node is asked.
 */
final class DirectoryCache {

    /**
     * A directory as it is seen by those who can write to it, who alone get the write capabilities of what is in it, or by others.
     *
     * @param identity the directory's
     */
    record View(String identity, boolean writable) {}

    /** Reads a listing from the grid. */
    @FunctionalInterface
    interface Source {

        Listing read() throws IOException;
    }

    private final long maxAge;
    private final int mostEntries;
    private final LinkedHashMap<View, Listing> listings = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<View, CompletableFuture<Listing>> reading = new HashMap<>();
    private int entries;

    /** @param mostEntries of all listings together; a larger listing is not kept */
    DirectoryCache(Duration maxAge, int mostEntries) {
        this.maxAge = maxAge.toNanos();
        this.mostEntries = mostEntries;
    }

    Listing get(View directory, Source source) throws IOException {
        CompletableFuture<Listing> mine = new CompletableFuture<>();
        CompletableFuture<Listing> others;
        synchronized (this) {
            Listing known = listings.get(directory);
            if (known != null && System.nanoTime() - known.readAt() < maxAge) {
                return known;
            }
            others = reading.putIfAbsent(directory, mine);
        }
        return others == null ? read(directory, source, mine) : await(others);
    }

    private Listing read(View directory, Source source, CompletableFuture<Listing> mine) throws IOException {
        try {
            Listing listing = source.read();
            synchronized (this) {
                // Gone from there if the directory was changed meanwhile: then this may be the state before.
                if (reading.remove(directory, mine)) {
                    keep(directory, listing);
                }
            }
            mine.complete(listing);
            return listing;
        } catch (IOException | RuntimeException | Error failed) {
            synchronized (this) {
                reading.remove(directory, mine);
            }
            mine.completeExceptionally(failed);
            throw failed;
        }
    }

    private static Listing await(CompletableFuture<Listing> others) throws IOException {
        try {
            return others.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException cause) {
                throw new IOException(cause.getMessage(), cause);
            }
            throw failed;
        }
    }

    private void keep(View directory, Listing listing) {
        forget(directory);
        if (listing.size() > mostEntries) {
            return;
        }
        listings.put(directory, listing);
        entries += listing.size();
        while (entries > mostEntries) {
            forget(listings.keySet().iterator().next());
        }
    }

    private void forget(View directory) {
        Listing gone = listings.remove(directory);
        if (gone != null) {
            entries = Math.max(0, entries - gone.size());
        }
    }

    /** What is known of a directory is no longer so. */
    synchronized void drop(View directory) {
        reading.remove(directory);
        forget(directory);
    }

    /** A link was set, or taken away, through here. */
    synchronized void changed(View directory, String name, Optional<Entry> entry) {
        reading.remove(directory);
        Listing known = listings.get(directory);
        if (known == null) {
            return;
        }
        int before = known.size();
        entry.ifPresentOrElse(link -> known.put(name, link), () -> known.remove(name));
        entries += known.size() - before;
    }

    synchronized void clear() {
        reading.clear();
        listings.clear();
        entries = 0;
    }
}
