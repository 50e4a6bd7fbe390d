/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.JournaledStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.journal.internal.disk.MemoryDisk;

/** What is counted while uploads go from state to state. */
@Timeout(60)
class JournalStatusTest extends JournalTestCase {

    private static final int UPLOADS = 3_000;

    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void anUploadThatIsClosedIsCountedAllTheTime() throws Exception {
        try (Journal journal = Journal.open(
                        settings(),
                        () -> {},
                        new MemoryDisk(),
                        store -> {
                            throw new IOException("the store is away");
                        },
                        (what, upload, detail) -> {});
                JournaledStore pending = journal.attach(DEFINITION)) {
            put(pending, "f", StoredState.ABSENT, "first");
            CompletableFuture<Long> missing = CompletableFuture.supplyAsync(() -> missing(journal));
            try {
                for (int i = 0; i < UPLOADS; i++) {
                    Upload upload = begin(pending, "f", StoredState.ABSENT);
                    upload.write(ByteBuffer.wrap(new byte[] {1}), 0);
                    journal.discard(journal.uploads().get(0).id());
                    upload.close(CloseReply.SEALED);
                }
            } finally {
                over.set(true);
            }

            assertThat(missing.get()).as("counts of nothing").isZero();
            assertThat(journal.status().pending()).isOne();
        }
    }

    /** How often nothing was counted, though there is always something. */
    private long missing(Journal journal) {
        long missing = 0;
        while (!over.get()) {
            JournalStatus status = journal.status();
            if (status.pending() + status.writing() == 0) {
                missing++;
            }
        }
        return missing;
    }
}
