/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.util.ArrayList;
import java.util.Arrays;
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
import org.sallyport.api.journal.UploadRecord;

/**
 * Renames files where something is pending: what the store does not know in the journal alone, everything else in the store, with what is
 * pending below.
 */
final class Renames {

    /** Uploads that go along with a directory whose records are written together. */
    private static final int TOGETHER = 1000;

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreDefinition store;
    private final PendingPlaces places;
    private final Targets targets;
    private final Replacements replacements;

    Renames(StoreUploads uploads, StoreDefinition store, PendingPlaces places, Targets targets) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.store = store;
        this.places = places;
        this.targets = targets;
        this.replacements = new Replacements(uploads, store, places);
    }

    void rename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        if (from.equals(to)) {
            renameOntoItself(session, from, mode, stored);
            return;
        }
        long end = System.nanoTime() + spool.patience().toNanos();
        while (!tryRename(session, from, to, mode, stored)) {
            if (System.nanoTime() > end) {
                throw new FileTreeException(Reason.UNAVAILABLE, "The file is being changed by somebody else");
            }
        }
    }

    private void renameOntoItself(Object session, List<String> names, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        targets.refuseTaken(session, names, mode);
        boolean isPending = uploads.locked(() -> uploads.find(names)
                .filter(place ->
                        !place.sealed().isEmpty() || place.openedBy(session).isPresent())
                .isPresent());
        if (!isPending) {
            stored.run();
        }
    }

    /** @return false if what is pending was not any more as it had been found, so that there may be another way now */
    private boolean tryRename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException {
        targets.refuseTaken(session, to, mode);
        Optional<OpenUpload> own = uploads.locked(() -> uploads.find(from).flatMap(place -> place.openedBy(session)));
        if (places.isUnknownToStore(from)) {
            return renamePending(session, from, to, mode, own, stored);
        } else if (places.sealed(from).isEmpty() && places.expectsNothing(own)) {
            return renameWritten(session, from, to, mode, own.orElseThrow(), stored);
        }
        return renameStored(session, from, to, mode, own, stored);
    }

    private boolean renameWritten(
            Object session, List<String> from, List<String> to, RenameMode mode, OpenUpload upload, StoreAction stored)
            throws FileTreeException {
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            Set<String> states = targets.expectedAt(from, to, mode);
            stored.begin();
            return uploads.locked(() -> {
                moveOpen(session, from, to, upload, states);
                return claim.isHeld();
            });
        }
    }

    private void moveOpen(Object session, List<String> from, List<String> to, OpenUpload upload, Set<String> states) {
        uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(replaced -> places.unlink(to, replaced));
        uploads.find(from).ifPresent(place -> {
            place.open().remove(upload);
            uploads.left(place);
        });
        upload.moved(
                store,
                to,
                PendingPlaces.parent(from).equals(PendingPlaces.parent(to))
                        ? upload.directory()
                        : uploads.directories().of(PendingPlaces.parent(to)));
        upload.expect(states);
        uploads.place(to).open().add(upload);
    }

    /** Renames what the store does not know: in the journal alone. */
    private boolean renamePending(
            Object session,
            List<String> from,
            List<String> to,
            RenameMode mode,
            Optional<OpenUpload> own,
            StoreAction stored)
            throws FileTreeException {
        settle(from);
        settle(to);
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            List<SealedUpload> moving = places.sealed(from);
            List<SealedUpload> replaced = places.sealed(to);
            Set<String> states = targets.expectedAt(from, to, mode);
            stored.begin();
            CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
                if (moving.isEmpty()
                        || !places.sealed(from).containsAll(moving) // one has gone along with its directory meanwhile
                        || !places.isUnknownToStore(from)
                        || !areFree(moving)
                        || !areFree(replaced)
                        || !places.sealed(to)
                                .equals(replaced)) { // an upload was closed meanwhile: it may not be replaced
                    return null;
                }
                List<Change> changes = new ArrayList<>();
                for (SealedUpload upload : moving) {
                    upload.beingReplaced(true); // by nobody else, until it has its new name
                    changes.add(new Change(
                            upload.record().movedTo(store, to, states).withDirectory(directoryOf(upload, to)), null));
                }
                for (SealedUpload upload : replaced) {
                    upload.beingReplaced(true);
                    changes.add(new Change(upload.ending(), null));
                }
                return spool.records().append(changes);
            });
            if (appended == null) {
                return false;
            }
            try {
                PendingPlaces.durable(appended);
            } catch (FileTreeException lost) {
                uploads.locked(() -> {
                    replaced.forEach(upload -> upload.beingReplaced(false));
                    moving.forEach(upload -> upload.beingReplaced(false));
                    return null;
                });
                throw lost;
            }
            return uploads.locked(() -> {
                moving.forEach(upload -> upload.beingReplaced(false));
                replaced.forEach(upload -> uploads.end(upload, false));
                moving.forEach(upload -> uploads.move(upload, store, to, states, directoryOf(upload, to)));
                uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(there -> places.unlink(to, there));
                own.ifPresent(upload -> moveOpen(session, from, to, upload, states));
                return claim.isHeld();
            });
        }
    }

    private static boolean areFree(List<SealedUpload> pending) {
        return pending.stream().allMatch(SealedUpload::canBeReplaced);
    }

    /** What tells the directory of an upload when it has another name, as far as is known. The caller holds the lock. */
    private String directoryOf(SealedUpload upload, List<String> to) {
        return PendingPlaces.parent(upload.record().names()).equals(PendingPlaces.parent(to))
                ? upload.record().directory()
                : uploads.directories().of(PendingPlaces.parent(to));
    }

    /** Waits until no upload to a place is in a state that only the store can end. */
    private void settle(List<String> names) throws FileTreeException {
        uploads.await(
                () -> uploads.find(names).map(place -> areFree(place.sealed())).orElse(true));
    }

    /** Renames in the store, after everything that is pending at both places and below them. */
    private boolean renameStored(
            Object session,
            List<String> from,
            List<String> to,
            RenameMode mode,
            Optional<OpenUpload> own,
            StoreAction stored)
            throws FileTreeException {
        uploads.flush(List.of(from, to), upload -> true);
        try (StoreUploads.Claim claim = uploads.claim(Set.of(from, to))) {
            if (!places.sealed(from).isEmpty() || !places.sealed(to).isEmpty()) {
                return false;
            }
            stored.begin();
            uploads.locked(() -> {
                uploads.moving(from, to); // also if its answer is lost
                return null;
            });
            if (mode == RenameMode.REPLACE || mode == RenameMode.REPLACE_FILE) {
                replacements.rename(from, to, stored);
            } else {
                stored.run();
            }
            uploads.locked(() -> {
                uploads.moved(from, to);
                return null;
            });
            uploads.directories().forget(from);
            uploads.directories().forget(to);
            places.lookAgain(from);
            places.lookAgain(to);
            List<CompletableFuture<List<UploadRecord>>> appended = uploads.locked(() -> {
                uploads.find(to).flatMap(place -> place.openedBy(session)).ifPresent(there -> places.unlink(to, there));
                own.ifPresent(upload -> moveOpen(session, from, to, upload, upload.expected()));
                List<Change> moved = moveBelow(from, to);
                moved.addAll(moveParked(from, to));
                List<CompletableFuture<List<UploadRecord>>> parts = new ArrayList<>();
                for (int i = 0; i < moved.size(); i += TOGETHER) {
                    parts.add(places.append(moved.subList(i, Math.min(moved.size(), i + TOGETHER))));
                }
                return parts;
            });
            for (CompletableFuture<List<UploadRecord>> part : appended) {
                PendingPlaces.durable(part);
            }
            if (own.isPresent()) {
                places.lookAgain(to);
            }
            return claim.isHeld();
        }
    }

    /** What is being written in a directory goes along with it, and what was sealed just then. */
    private List<Change> moveBelow(List<String> from, List<String> to) {
        List<Change> changes = new ArrayList<>();
        List<Place> below = uploads.within(from)
                .filter(place -> place.names().size() > from.size())
                .toList();
        for (Place place : below) {
            for (OpenUpload upload : List.copyOf(place.open())) {
                place.open().remove(upload);
                List<String> names = moved(place.names(), from, to);
                upload.moved(store, names, upload.directory());
                uploads.place(names).open().add(upload);
            }
            for (SealedUpload upload : List.copyOf(place.sealed())) {
                if (!upload.isBeingReplaced()) {
                    uploads.move(
                            upload,
                            store,
                            moved(place.names(), from, to),
                            upload.record().expected(),
                            upload.record().directory());
                    changes.add(new Change(upload.record(), null));
                }
            }
            uploads.left(place);
        }
        return changes;
    }

    private List<Change> moveParked(List<String> from, List<String> to) {
        List<Change> changes = new ArrayList<>();
        for (SealedUpload upload : uploads.parked()) {
            UploadRecord record = upload.record();
            if (!upload.isBeingReplaced()
                    && StoreUploads.isWithin(record.names(), from)
                    && record.names().size() > from.size()) {
                upload.record(movedAlong(record, from, to));
                changes.add(new Change(upload.record(), null));
            }
        }
        return changes;
    }

    /** What is in the store alone goes along with its directory. */
    private UploadRecord movedAlong(UploadRecord record, List<String> from, List<String> to) {
        UploadRecord along = record.movedTo(store, moved(record.names(), from, to), record.expected());
        return record.content().isPresent()
                ? along
                : along.withUnlinked(
                        record.state(),
                        record.unlinked()
                                .map(kept -> String.join("/", moved(Arrays.asList(kept.split("/")), from, to))));
    }

    private static List<String> moved(List<String> names, List<String> from, List<String> to) {
        List<String> result = new ArrayList<>(to);
        result.addAll(names.subList(from.size(), names.size()));
        return result;
    }
}
