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
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.storage.operation.NodeDescription;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.capability.CapabilityKind;
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
        Optional<Capability> parent = Optional.empty();
        String name = "";
        Optional<Entry> entry = Optional.of(grid.rootEntry());
        List<String> above = new ArrayList<>(names.size());
        for (String next : names) {
            parent = directory(entry);
            if (parent.isEmpty()) {
                return NOWHERE;
            }
            above.add(parent.get().identity());
            name = next;
            entry = grid.directories().entry(parent.get(), name);
        }
        return new Place(parent, name, entry, Collections.unmodifiableList(above));
    }

    private static Optional<Capability> directory(Optional<Entry> entry) {
        return entry.filter(Entry::isDirectory).flatMap(Entry::capability);
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
        return directory(entry);
    }

    /** @throws IOException if there is no directory here that can be read */
    Capability readableDirectory() throws IOException {
        return existingDirectory().capability().orElseThrow(() -> new AccessDeniedException(""));
    }

    /** @throws IOException if there is no directory here that can be changed */
    Capability writableDirectory() throws IOException {
        return existingDirectory().write().orElseThrow(() -> new AccessDeniedException(""));
    }

    private Entry existingDirectory() throws IOException {
        Entry here = existing();
        if (!here.isDirectory()) {
            throw new NotDirectoryException("");
        }
        return here;
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

    /** Whether the name can be given to something else, or be taken away. */
    boolean isWritable() {
        return parent.map(directory -> directory.kind().isWritable()).orElse(false);
    }

    /** Whether what is here can be read. */
    boolean isContentReadable() {
        return entry.flatMap(Entry::capability)
                .filter(own -> own.kind() != CapabilityKind.UNKNOWN)
                .isPresent();
    }

    /**
     * Whether the directory that is here can be changed, or another content be put here: in the place of an immutable file, while what was
     * linked read-only is to stay what it is.
     */
    boolean isContentWritable() {
        Optional<CapabilityKind> own = entry.flatMap(Entry::capability).map(Capability::kind);
        if (own.filter(CapabilityKind::isWritable).isPresent()) {
            return true;
        }
        return entry.filter(Entry::isDirectory).isEmpty()
                && isWritable()
                && own.map(CapabilityKind::isImmutable).orElse(true);
    }

    /** The content that is here, if it never changes. */
    Optional<Capability> immutableContent() {
        return entry.flatMap(Entry::capability)
                .filter(capability -> capability.kind().isImmutable());
    }

    /** What is here, seen by one look at its directory. */
    NodeDescription describe(Grid grid) throws IOException {
        Entry found = existing();
        long size = found.isFile() ? grid.directories().size(found) : 0;
        Entry link = found.ofSize(size);
        return new NodeDescription(
                link.isDirectory(),
                size,
                isContentReadable(),
                isContentWritable(),
                link.modified(),
                link.accessed(),
                link.created(),
                link.own().mode(),
                link.own().owner(),
                new LinkAttributes(link).others());
    }
}
