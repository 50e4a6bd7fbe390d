/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.capability.CapabilityKind;
import org.sallyport.vfs.tahoe.internal.directory.DirectoryCache.View;
import org.sallyport.vfs.tahoe.internal.web.GridClient;
import org.sallyport.vfs.tahoe.internal.web.GridClient.Replace;
import org.sallyport.vfs.tahoe.internal.web.GridUnavailableException;
import org.sallyport.vfs.tahoe.internal.web.TooFewSharesException;

/**
 * The directories of a grid. Of a change whose answer is lost, the directory itself tells whether it happened, so every change is one that
 * can be told: a link to what is known, or no link. For many threads.
 */
public final class Directories {

    private final GridClient grid;
    private final DirectoryJson json = new DirectoryJson();
    private final DirectoryTable table = new DirectoryTable(json);
    private final DirectoryCache cache;

    /**
     * @param maxAge how long a listing is taken for true
     * @param mostEntries how many entries are remembered
     */
    public Directories(GridClient grid, Duration maxAge, int mostEntries) {
        this.grid = grid;
        this.cache = new DirectoryCache(maxAge, mostEntries);
    }

    /** The entry of that name, as known for a short time. */
    public Optional<Entry> entry(Capability directory, String name) throws IOException {
        return listing(directory).entry(name);
    }

    /** All entries, by name; later changes may be seen in it. */
    public NavigableMap<String, Entry> entries(Capability directory) throws IOException {
        return listing(directory).entries();
    }

    private Listing listing(Capability directory) throws IOException {
        return cache.get(view(directory, directory.kind().isWritable()), () -> fromGrid(directory));
    }

    private static View view(Capability directory, boolean writable) {
        return new View(directory.identity(), writable);
    }

    private void forget(Capability directory) {
        cache.drop(view(directory, true));
        cache.drop(view(directory, false));
    }

    private void changed(Capability directory, String name, Optional<Entry> entry) {
        cache.changed(view(directory, true), name, entry);
        cache.drop(view(directory, false));
    }

    private Listing fromGrid(Capability directory) throws IOException {
        long now = System.nanoTime();
        Optional<ConcurrentSkipListMap<String, Entry>> entries = fromTable(directory);
        return new Listing(entries.isPresent() ? entries.get() : json.children(grid.describe(directory)), now);
    }

    /** Empty if the directory has no table, or one that is being written: a node looks at that again when it describes the directory. */
    private Optional<ConcurrentSkipListMap<String, Entry>> fromTable(Capability directory) throws IOException {
        Optional<Capability> file = directory.table();
        try {
            return file.isPresent() ? table.entries(directory, grid.content(file.get())) : Optional.empty();
        } catch (TooFewSharesException beingWritten) {
            return Optional.empty();
        }
    }

    /** All entries as they are now, whatever was known. */
    public NavigableMap<String, Entry> entriesNow(Capability directory) throws IOException {
        forget(directory);
        return entries(directory);
    }

    /** All entries as they are now, which are not remembered: for walks through all of a grid. */
    public NavigableMap<String, Entry> entriesOnce(Capability directory) throws IOException {
        return fromGrid(directory).entries();
    }

    /** Sets one link. The caller has looked whether that is wanted; {@code replace} keeps it so. */
    public void link(Capability directory, String name, Entry entry, Replace replace) throws IOException {
        link(directory, Map.of(name, entry), replace);
    }

    /** Sets links in one change of the directory: all or none. */
    public void link(Capability directory, Map<String, Entry> links, Replace replace) throws IOException {
        requireWritable(directory);
        byte[] request = json.links(links);
        try {
            grid.link(directory, request, replace);
        } catch (GridUnavailableException unknown) {
            if (!holds(directory, links)) {
                throw unknown;
            }
        } catch (IOException refused) {
            forget(directory);
            throw refused;
        }
        links.forEach((name, entry) -> changed(directory, name, Optional.of(entry)));
    }

    private boolean holds(Capability directory, Map<String, Entry> links) throws IOException {
        NavigableMap<String, Entry> now = entriesNow(directory);
        return links.entrySet().stream()
                .allMatch(link -> now.containsKey(link.getKey())
                        && now.get(link.getKey())
                                .identity()
                                .equals(link.getValue().identity()));
    }

    /** Takes a link away. */
    public void unlink(Capability directory, String name) throws IOException {
        requireWritable(directory);
        try {
            grid.unlink(directory, name);
        } catch (GridUnavailableException unknown) {
            if (entriesNow(directory).containsKey(name)) {
                throw unknown;
            }
        } catch (NoSuchFileException gone) {
            changed(directory, name, Optional.empty());
            throw gone;
        }
        changed(directory, name, Optional.empty());
    }

    private static void requireWritable(Capability directory) throws AccessDeniedException {
        if (!directory.kind().isWritable() || !directory.kind().isDirectory()) {
            throw new AccessDeniedException("");
        }
    }

    /** The size of a file; of a mutable one only the grid knows it. */
    public long size(Entry file) throws IOException {
        if (file.size().isPresent()) {
            return file.size().getAsLong();
        }
        Capability capability = file.capability()
                .filter(known -> known.kind() != CapabilityKind.UNKNOWN)
                .orElseThrow(() -> new AccessDeniedException(""));
        return json.fileSize(grid.describe(capability))
                .orElseThrow(
                        () -> new GridUnavailableException("the grid does not tell the size of a mutable file now"));
    }

    /** Forgets all listings. */
    public void clear() {
        cache.clear();
    }
}
