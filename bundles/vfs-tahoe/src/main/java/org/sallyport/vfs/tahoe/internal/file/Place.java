/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.directory.Entry;

/**
 * A place in the tree below a grid's root.
 *
 * @param parent the directory that it is in; empty for the root, and where that directory is not there
 * @param above identities of all directories from the root to the parent
 */
record Place(Optional<Capability> parent, String name, Optional<Entry> entry, List<String> above) {

    private static final Place NOWHERE = new Place(Optional.empty(), "", Optional.empty(), List.of());

    /** Looks where names lead to; as fresh as what is known of the directories on the way. */
    static Place find(Grid grid, List<String> names) throws IOException {
        Place place = new Place(Optional.empty(), "", Optional.of(grid.rootEntry()), List.of());
        for (String name : names) {
            Optional<Capability> directory = place.ownDirectory();
            if (directory.isEmpty()) {
                return NOWHERE;
            }
            List<String> above = new ArrayList<>(place.above);
            above.add(directory.get().identity());
            place = new Place(directory, name, grid.directories().entry(directory.get(), name), above);
        }
        return place;
    }

    boolean exists() {
        return entry.isPresent();
    }

    Entry existing() throws NoSuchFileException {
        return entry.orElseThrow(() -> new NoSuchFileException(""));
    }

    Capability directory() throws NoSuchFileException {
        return parent.orElseThrow(() -> new NoSuchFileException(""));
    }

    /** The directory that is here, if it is one that is known. */
    Optional<Capability> ownDirectory() {
        return entry.filter(Entry::isDirectory).flatMap(Entry::capability);
    }

    /** @throws IOException if there is no directory here that can be changed */
    Capability writableDirectory() throws IOException {
        Entry here = existing();
        if (!here.isDirectory()) {
            throw new NotDirectoryException("");
        }
        return here.write().orElseThrow(() -> new AccessDeniedException(""));
    }

    /** The same place as it is now. */
    Place now(Grid grid) throws IOException {
        Capability directory = directory();
        return new Place(
                parent,
                name,
                Optional.ofNullable(grid.directories().entriesNow(directory).get(name)),
                above);
    }

    boolean isWritable() {
        return parent.map(directory -> directory.kind().isWritable()).orElse(false);
    }
}
