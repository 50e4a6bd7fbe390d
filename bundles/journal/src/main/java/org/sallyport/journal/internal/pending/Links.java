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
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.spool.Content;

/** Gives pending files a second name: a copy of them, as stores without links do. */
final class Links {

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreDefinition store;
    private final PendingPlaces places;
    private final Targets targets;

    Links(StoreUploads uploads, StoreDefinition store, PendingPlaces places, Targets targets) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.store = store;
        this.places = places;
        this.targets = targets;
    }

    boolean link(Object session, List<String> existing, List<String> newLink) throws FileTreeException {
        targets.refuseTaken(session, newLink, RenameMode.NO_REPLACE);
        Optional<SealedUpload> source = uploads.locked(() -> uploads.find(existing)
                .filter(place -> place.openedBy(session).isEmpty())
                .flatMap(Place::visible));
        if (source.isEmpty()) {
            return false;
        }
        try (StoreUploads.Claim claim = uploads.claim(Set.of(newLink))) {
            targets.refuseTaken(session, newLink, RenameMode.NO_REPLACE);
            Set<String> states = targets.expectedAt(existing, newLink, RenameMode.NO_REPLACE);
            copy(source.get().record(), newLink, states);
            return claim.isHeld();
        } catch (FileTreeException failed) {
            if (failed.reason() == Reason.FAILURE && uploads.awaitEnd(source.get())) {
                return false; // it was stored just then
            }
            throw failed;
        }
    }

    private void copy(UploadRecord original, List<String> newLink, Set<String> states) throws FileTreeException {
        spool.budget().take(original.user(), original.size(), 1);
        boolean done = false;
        try (Content content = spool.contents().open(original)) {
            byte[] inline =
                    original.content().orElseThrow().inline() ? content.stream().readAllBytes() : null;
            String directory = uploads.directories().of(PendingPlaces.parent(newLink));
            UploadRecord copy =
                    original.copy(spool.records(), store, newLink, states).withDirectory(directory);
            spool.contents().adopt(copy);
            try {
                // Whoever closed an upload to the name meanwhile has it.
                Optional<CompletableFuture<List<UploadRecord>>> appended =
                        uploads.locked(() -> places.sealed(newLink).isEmpty()
                                ? Optional.of(places.append(List.of(new Change(copy, inline))))
                                : Optional.empty());
                UploadRecord kept = PendingPlaces.durable(appended.orElseThrow(
                                () -> new FileTreeException(Reason.ALREADY_EXISTS, "File already exists")))
                        .get(0);
                uploads.locked(() -> {
                    uploads.install(new SealedUpload(kept, original.size()));
                    return null;
                });
                done = true;
            } finally {
                if (!done) {
                    spool.contents().release(copy);
                }
            }
        } catch (IOException failed) {
            throw SpoolFailure.of(failed);
        } finally {
            if (!done) {
                spool.budget().give(original.user(), original.size(), 1);
            }
        }
    }
}
