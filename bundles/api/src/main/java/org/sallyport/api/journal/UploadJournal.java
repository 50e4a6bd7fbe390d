/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import org.sallyport.api.filetree.FileTreeException;

/**
 * Takes uploads for stores that cannot be written in place, and sees to it that what was acknowledged gets there. An OSGi service for the
 * file tree, registered once the journal has read what earlier runs left; for use by many threads.
 */
public interface UploadJournal {

    /** Why no uploads can be taken, or empty. */
    String problem();

    /**
     * The uploads of one store.
     *
     * @throws FileTreeException UNAVAILABLE while there is a {@link #problem}
     */
    JournaledStore attach(StoreDefinition store) throws FileTreeException;
}
