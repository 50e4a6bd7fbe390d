/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;

/** What is pending at places of a store, as those ask who change names. */
final class PendingPlaces {

    private static final Set<String> NOTHING = Set.of(StoredState.ABSENT.state());

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreDefinition store;

    PendingPlaces(StoreUploads uploads, StoreDefinition store) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.store = store;
    }

    static List<String> parent(List<String> names) {
        return names.subList(0, names.size() - 1);
    }

    /**
     * Writes records. Whoever holds the lock has to write those of changes that it makes, or they would come after later ones; and wait
     * without it.
     */
    CompletableFuture<List<UploadRecord>> append(List<Change> changes) {
        return changes.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : spool.records().append(changes);
    }

    static List<UploadRecord> durable(CompletableFuture<List<UploadRecord>> appended) throws FileTreeException {
        try {
            return Spool.durable(appended);
        } catch (IOException lost) {
            throw Spool.unwritable(lost);
        }
    }

    List<SealedUpload> sealed(List<String> names) {
        return uploads.locked(() ->
                uploads.find(names).map(place -> List.copyOf(place.sealed())).orElse(List.of()));
    }

    /** Whether the store cannot know an upload: nothing was at its name, and it was never given it. */
    private static boolean isUnknownToStore(SealedUpload upload) {
        return !upload.isUncertain() && upload.record().expected().equals(NOTHING);
    }

    /** Whether the store has nothing at a place, nor ever had, as far as the uploads there tell. */
    boolean isUnknownToStore(List<String> names) {
        return uploads.locked(() -> {
            Optional<Place> place = uploads.find(names);
            return place.isPresent()
                    && !place.get().sealed().isEmpty()
                    && place.get().sealed().stream().allMatch(PendingPlaces::isUnknownToStore);
        });
    }

    boolean expectsNothing(Optional<OpenUpload> written) {
        return uploads.locked(() -> written.map(OpenUpload::expectsNothing).orElse(false));
    }

    /** Ends what is written at a place; the caller holds the lock. */
    void unlink(List<String> names, OpenUpload upload) {
        upload.unlink();
        uploads.find(names).ifPresent(place -> place.open().remove(upload));
    }

    /** Looks again at a place that this server has changed, where somebody is going to replace it. */
    void lookAgain(List<String> names) throws FileTreeException {
        boolean pending =
                uploads.locked(() -> uploads.find(names).filter(Place::isTaken).isPresent());
        if (!pending) {
            return;
        }
        StoredState now = Inspections.inspect(uploads, store, names);
        durable(uploads.whenSealed(List.of(names), () -> append(uploads.seen(names, now))));
    }
}
