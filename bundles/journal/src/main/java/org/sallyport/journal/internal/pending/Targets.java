/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;

/** Whether a file may get a name, and what it may replace there. */
final class Targets {

    private final StoreUploads uploads;
    private final StoreDefinition store;
    private final PendingPlaces places;

    Targets(StoreUploads uploads, StoreDefinition store, PendingPlaces places) {
        this.uploads = uploads;
        this.store = store;
        this.places = places;
    }

    void refuseTaken(Object session, List<String> to, RenameMode mode) throws FileTreeException {
        if (mode == RenameMode.NO_REPLACE
                && uploads.locked(() -> uploads.find(to)
                        .filter(place -> !place.sealed().isEmpty()
                                || place.openedBy(session).isPresent())
                        .isPresent())) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
    }

    /** What an upload that comes to a place may replace there. */
    Set<String> expectedAt(List<String> from, List<String> to, RenameMode mode) throws FileTreeException {
        List<SealedUpload> there = places.sealed(to);
        if (!there.isEmpty()) {
            if (mode == RenameMode.NO_REPLACE) {
                throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
            }
            return uploads.locked(() -> {
                Set<String> states = new HashSet<>();
                there.forEach(upload -> states.addAll(upload.record().expected()));
                return states;
            });
        }
        StoredState now;
        try {
            now = Inspections.inspect(uploads, store, to);
        } catch (FileTreeException away) {
            if (away.reason() == Reason.UNAVAILABLE
                    && PendingPlaces.parent(from).equals(PendingPlaces.parent(to))) {
                return expectedFromMemory(to, mode);
            }
            throw away;
        }
        if (now.kind() == StoredState.Kind.DIRECTORY) {
            throw new FileTreeException(
                    mode == RenameMode.REPLACE ? Reason.IS_A_DIRECTORY : Reason.ALREADY_EXISTS, "Is a directory");
        }
        if (now.exists() && mode == RenameMode.NO_REPLACE) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
        if (!now.exists()) {
            requireDirectory(PendingPlaces.parent(to));
        }
        return Set.of(now.state());
    }

    /** It takes the name only where nothing has it, or what was last seen there. */
    private Set<String> expectedFromMemory(List<String> to, RenameMode mode) throws FileTreeException {
        StoredState seen = uploads.lastSeen().shown(to);
        if (seen.kind() == StoredState.Kind.DIRECTORY || seen.exists() && mode == RenameMode.NO_REPLACE) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
        return OpenUpload.remembered(uploads.lastSeen(), to);
    }

    private void requireDirectory(List<String> directory) throws FileTreeException {
        if (Inspections.inspect(uploads, store, directory).kind() != StoredState.Kind.DIRECTORY) {
            throw new FileTreeException(Reason.NO_SUCH_FILE, "No such directory");
        }
    }
}
