/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

import java.io.IOException;
import java.util.List;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.StoredState;
import org.sallyport.journal.internal.store.StoreAccess;

/** Looks into a store for the sake of a client. */
final class Inspections {

    private Inspections() {}

    /** Sees what is at a place, and notes what tells its directory. */
    static StoredState inspect(StoreUploads uploads, StoreDefinition store, List<String> names)
            throws FileTreeException {
        try (StoreAccess access = uploads.spool().opener().open(store)) {
            StoredState state = access.inspect(names);
            if (names.size() > store.path().size()) {
                List<String> directory = names.subList(0, names.size() - 1);
                String identity = access.identity(directory);
                uploads.directories().seen(directory, identity);
            }
            return state;
        } catch (IOException away) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The store is not available", away);
        }
    }
}
