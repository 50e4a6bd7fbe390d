/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps the records of one journal. The first implementation is a log on the local disk; one that several machines share has to see to it
 * that nothing is taken from an owner whose epoch has passed.
 *
 * <p>For use by many threads.
 */
public interface RecordStore extends AutoCloseable {

    /** Whose records these are. */
    String owner();

    /** Which run of the owner this is. */
    long epoch();

    /** A number above all that were given out before, in this run and in earlier ones. */
    long nextId();

    /**
     * A record to be kept.
     *
     * @param inline content that is kept with it, in which case the record's own reference is replaced; or null
     */
    record Change(UploadRecord record, byte[] inline) {}

    /**
     * Keeps changes, all or none, in the order of the calls. Returns at once.
     *
     * @return completes with the records as they were kept when nothing can take them away any more, or with an {@link IOException}
     *     if they may be lost; what fails may still be there after a restart
     */
    CompletableFuture<List<UploadRecord>> append(List<Change> changes);

    /** Reads the content that was kept with the record of an upload. */
    byte[] readInline(long id) throws IOException;

    @Override
    void close() throws IOException;
}
