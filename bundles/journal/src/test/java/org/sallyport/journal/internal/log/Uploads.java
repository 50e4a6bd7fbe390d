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
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.SpoolReference;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.journal.UploadState;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;

/** Records as the journal makes them. */
public final class Uploads {

    static final StoreDefinition STORE =
            new StoreDefinition("slow", "slow:///", "slow:///srv", Map.of("option", "value"), List.of("srv"));

    private Uploads() {}

    /** One that waits to be stored. */
    public static UploadRecord sealed(RecordStore log, String name, long size, Optional<SpoolReference> content) {
        return new UploadRecord(
                log.nextId(),
                log.owner(),
                log.epoch(),
                UploadState.SEALED,
                "ann",
                STORE,
                "",
                List.of("inbox", name),
                content,
                Optional.empty(),
                size,
                Set.of("absent"),
                FileAttributes.builder(FileType.REGULAR)
                        .permissions(0640)
                        .modifyTime(1_700_000_000, 5)
                        .build(),
                Instant.ofEpochSecond(1_700_000_000),
                0,
                "");
    }
}
