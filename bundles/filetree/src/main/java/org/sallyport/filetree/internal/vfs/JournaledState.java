/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.util.concurrent.atomic.AtomicInteger;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.filetree.internal.store.Quota;

/**
 * What all sessions share of a journaled store.
 *
 * @param stored what is in the store
 * @param pending what is on its way there
 * @param directories seen in this run
 * @param openFiles files that are open by way of the journal
 */
record JournaledState(
        VfsStore stored, JournaledStore pending, Quota quota, KnownDirectories directories, AtomicInteger openFiles) {

    void opened() {
        openFiles.incrementAndGet();
    }

    void closed() {
        openFiles.decrementAndGet();
    }
}
