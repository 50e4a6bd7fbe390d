/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.FileAttributes;

/** The last record of an upload of which nothing else is known. */
final class Tombstone {

    private static final StoreDefinition NOWHERE = new StoreDefinition("", "", "", Map.of(), List.of());

    private Tombstone() {}

    static UploadRecord of(long id, Owner owner) {
        return new UploadRecord(
                id,
                owner.name(),
                owner.epoch(),
                UploadState.STORED,
                "",
                NOWHERE,
                "",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                0,
                Set.of(),
                FileAttributes.EMPTY,
                Instant.EPOCH,
                0,
                "");
    }
}
