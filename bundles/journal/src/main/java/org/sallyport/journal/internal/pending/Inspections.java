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

    static StoredState inspect(Spool spool, StoreDefinition store, List<String> names) throws FileTreeException {
        try (StoreAccess access = spool.opener().open(store)) {
            return access.inspect(names);
        } catch (IOException away) {
            throw new FileTreeException(Reason.UNAVAILABLE, "The store is not available", away);
        }
    }
}
