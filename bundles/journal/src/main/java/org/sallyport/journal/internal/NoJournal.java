/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadJournal;
import org.sallyport.api.journal.UploadQueue;

/** A journal whose spool cannot be used: it says so to everybody who asks. */
record NoJournal(String problem) implements UploadJournal, UploadQueue {

    @Override
    public JournaledStore attach(StoreDefinition store) throws FileTreeException {
        throw new FileTreeException(Reason.UNAVAILABLE, "The upload journal is not available");
    }

    @Override
    public List<UploadInfo> uploads() {
        return List.of();
    }

    @Override
    public Optional<UploadInfo> upload(String id) {
        return Optional.empty();
    }

    @Override
    public boolean retry(String id) {
        return false;
    }

    @Override
    public boolean discard(String id) {
        return false;
    }

    @Override
    public boolean drain(Duration most) {
        return true;
    }

    @Override
    public JournalStatus status() {
        return new JournalStatus(problem, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
