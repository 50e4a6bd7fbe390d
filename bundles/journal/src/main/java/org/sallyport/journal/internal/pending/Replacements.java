/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.JournaledStore.StoreAction;
import org.sallyport.api.journal.RecordStore.Change;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.journal.internal.store.StoreAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renames onto files that the store has. */
final class Replacements {

    private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

    private final StoreUploads uploads;
    private final Spool spool;
    private final StoreDefinition store;
    private final PendingPlaces places;

    Replacements(StoreUploads uploads, StoreDefinition store, PendingPlaces places) {
        this.uploads = uploads;
        this.spool = uploads.spool();
        this.store = store;
        this.places = places;
    }

    /** Keeps what is replaced until that is done: what fails, or a crash, in between would lose it in a store that takes two steps. */
    void rename(List<String> from, List<String> to, StoreAction stored) throws FileTreeException {
        Optional<UploadRecord> replaced = Optional.empty();
        try (StoreAccess access = spool.opener().open(store)) {
            replaced = access.replacing(from, to, spool.records());
            if (replaced.isPresent()) {
                PendingPlaces.durable(places.append(List.of(new Change(replaced.get(), null))));
                access.setAside(replaced.get());
            }
            stored.run();
        } catch (IOException failed) {
            replaced.ifPresent(this::putBack);
            throw new FileTreeException(Reason.UNAVAILABLE, "The store is not available", failed);
        } catch (FileTreeException failed) {
            replaced.ifPresent(this::putBack);
            throw failed;
        }
        replaced.ifPresent(this::letGo);
    }

    private void letGo(UploadRecord replaced) {
        UploadRecord over = replaced.cancelled();
        CompletableFuture<List<UploadRecord>> appended = uploads.locked(() -> {
            CompletableFuture<List<UploadRecord>> begun = places.append(List.of(new Change(over, null)));
            uploads.committer().cleanUp(over);
            return begun;
        });
        try {
            Spool.durable(appended);
        } catch (IOException unwritable) {
            // The rename was done, which is what has to be told. The next start finds so by itself.
            LOG.warn("that {} was replaced could not be recorded: {}", replaced, unwritable.toString());
        }
    }

    /** Leaves it to the committer to give a file its name back, however long the store is away. */
    private void putBack(UploadRecord replaced) {
        spool.budget().count(replaced.user(), 0, 1);
        SealedUpload upload = SealedUpload.recovered(replaced, 0);
        upload.uncertain(true);
        uploads.locked(() -> {
            uploads.install(upload);
            return null;
        });
    }
}
