/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.JournaledStore.StoreAction;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of names where something is pending. What the store does not know yet is changed here alone; everything else is done in the store,
 * in order with what is pending. Whatever a crash leaves is the state before or the state after.
 */
final class Namespace {

    private static final String ABSENT = StoredState.ABSENT.state();

    private static final Logger LOG = LoggerFactory.getLogger(Namespace.class);

    private final StoreUploads uploads;
    private final StoreDefinition store;
    private final PendingPlaces places;
    private final Renames renames;
    private final Links links;

    Namespace(StoreUploads uploads, StoreDefinition store) {
        this.uploads = uploads;
        this.store = store;
        this.places = new PendingPlaces(uploads, store);
        Targets targets = new Targets(uploads, store, places);
        this.renames = new Renames(uploads, store, places, targets);
        this.links = new Links(uploads, store, places, targets);
    }

    boolean setAttributes(Object session, List<String> names, FileAttributes changes) throws FileTreeException {
        Optional<OpenUpload> own = uploads.locked(() -> uploads.find(names).flatMap(place -> place.openedBy(session)));
        if (own.isPresent()) {
            own.get().setAttributes(changes);
            return true;
        }
        try (StoreUploads.Claim claim = uploads.claim(Set.of(names))) {
            Optional<SealedUpload> pending =
                    uploads.locked(() -> uploads.find(names).flatMap(Place::visible));
            if (pending.isEmpty()) {
                return false;
            }
            uploads.update(pending.get(), record -> record.withAttributes(Changes.merge(record.attributes(), changes)));
            return claim.isHeld();
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        }
    }

    void remove(Object session, List<String> names, StoreAction stored) throws FileTreeException {
        try (StoreUploads.Claim claim = uploads.claim(Set.of(names))) {
            stored.begin();
            Optional<OpenUpload> own =
                    uploads.locked(() -> uploads.find(names).flatMap(place -> place.openedBy(session)));
            boolean unknownToStore = places.isUnknownToStore(names);
            List<SealedUpload> pending = places.sealed(names);
            boolean onlyWritten = pending.isEmpty() && places.expectsNothing(own);
            if (!unknownToStore && !onlyWritten) {
                removeStored(pending, own.isPresent(), stored);
            }
            cancel(pending);
            PendingPlaces.durable(uploads.locked(() -> {
                own.ifPresent(upload -> places.unlink(names, upload));
                return places.append(claim.isHeld() ? uploads.seen(names, StoredState.ABSENT) : List.of());
            }));
        }
    }

    /** Removes what is stored. A crash before the pending ones are cancelled leaves them, to be stored where nothing is then. */
    private void removeStored(List<SealedUpload> pending, boolean written, StoreAction stored)
            throws FileTreeException {
        try {
            for (SealedUpload upload : pending) {
                uploads.update(upload, record -> record.withExpected(with(record.expected(), ABSENT)));
            }
            stored.run();
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        } catch (FileTreeException failed) {
            if (failed.reason() != Reason.NO_SUCH_FILE || pending.isEmpty() && !written) {
                throw failed;
            }
        }
    }

    private static Set<String> with(Set<String> states, String more) {
        Set<String> all = new HashSet<>(states);
        all.add(more);
        return all;
    }

    private void cancel(List<SealedUpload> pending) throws FileTreeException {
        CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
            List<Change> changes = new ArrayList<>();
            for (SealedUpload upload : pending) {
                upload.beingReplaced(true);
                changes.add(new Change(upload.ending(), null));
            }
            return places.append(changes);
        });
        try {
            PendingPlaces.durable(appended);
        } catch (FileTreeException lost) {
            uploads.locked(() -> {
                pending.forEach(upload -> upload.beingReplaced(false));
                return null;
            });
            throw lost;
        }
        uploads.locked(() -> {
            pending.forEach(upload -> uploads.end(upload, false));
            return null;
        });
    }

    void rename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        renames.rename(session, from, to, mode, stored);
    }

    /** @return false if nothing is pending there */
    boolean link(Object session, List<String> existing, List<String> newLink) throws FileTreeException {
        return links.link(session, existing, newLink);
    }

    void makeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        uploads.alone(names, place -> place.names().equals(names), Reason.ALREADY_EXISTS, () -> {
            stored.begin();
            stored.run();
            changed(names);
        });
    }

    void removeDirectory(List<String> names, StoreAction stored) throws FileTreeException {
        uploads.alone(names, place -> place.names().size() > names.size(), Reason.NOT_EMPTY, () -> {
            stored.begin();
            stored.run();
            changed(names);
        });
    }

    /** Says that a directory was made or removed, and looks again where somebody is going to replace it. */
    void changed(List<String> names) throws FileTreeException {
        uploads.directories().forget(names);
        uploads.locked(() -> {
            uploads.changed(names);
            return null;
        });
        places.lookAgain(names);
    }

    /** Says that attributes were set, which in some stores shows in what was seen of a file. */
    void attributesChanged(List<String> names) throws FileTreeException {
        StoredState seen = uploads.lastSeen().shown(names);
        boolean isSure = uploads.lastSeen().of(names).size() == 1;
        changed(names);
        if (isSure && StoreAccess.isContent(seen)) {
            uploads.lastSeen().saw(names, seen);
        } else if (seen.exists()) {
            remember(names);
        }
    }

    private void remember(List<String> names) {
        long moment = uploads.locked(uploads::moment);
        try {
            StoredState now = Inspections.inspect(uploads, store, names);
            uploads.locked(() -> {
                uploads.saw(names, now, moment);
                return null;
            });
        } catch (FileTreeException away) {
            LOG.debug("what is there now will be seen when the store is back", away);
        }
    }
}
