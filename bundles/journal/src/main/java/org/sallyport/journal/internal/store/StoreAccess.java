/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.journal.RecordStore;
import org.sallyport.api.journal.StoredState;
import org.sallyport.api.journal.UploadRecord;
import org.sallyport.api.storage.operation.ContentSource;
import org.sallyport.journal.internal.spool.Content;

/** One store as the journal stores into it: a content first without its name, then the name. For use by many threads. */
public interface StoreAccess extends AutoCloseable {

    /** An expectation that fits whatever is at a place. */
    String ANYTHING = "anything";

    /** Whether a state describes the content of a file alone, so that setting attributes leaves it as it is. */
    static boolean isContent(StoredState state) {
        return state.state().startsWith(OperationsAccess.NODE);
    }

    /** Opens the content of an upload. */
    @FunctionalInterface
    interface Contents {

        Content open(UploadRecord record) throws IOException;
    }

    /** Makes durable that a state of the place is acceptable from now on, since the store is about to be brought into it. */
    @FunctionalInterface
    interface Expectations {

        void add(UploadRecord record, String state) throws IOException;
    }

    /** What is at a place, by names from the file system's root. */
    StoredState inspect(List<String> names) throws IOException;

    /** What tells a directory from all others, wherever it is moved; empty if the store has no such thing, or no such directory. */
    String identity(List<String> directory) throws IOException;

    /**
     * Looks through the store for a directory that is not where it was.
     *
     * @return its names; empty if it is not there, or too far away
     */
    Optional<List<String>> locate(String identity) throws IOException;

    /** Returns if the store answers. */
    void probe() throws IOException;

    /**
     * Puts a content into the store without its name.
     *
     * @return what names it until then
     * @throws DirectoryMovedException if its directory is not where it was
     */
    String put(UploadRecord record, Content content) throws IOException;

    /**
     * Puts a content into the store without its name, wherever it will get that, while it is still being written.
     *
     * @param content can be opened once
     * @return what names it until then; empty if the store takes whole contents only, in which case nothing was opened
     */
    Optional<String> putEarly(ContentSource content) throws IOException;

    /**
     * Gives contents of one directory their names, in order.
     *
     * @return an outcome for each
     * @throws IOException if nothing was tried
     */
    List<Outcome> link(List<UploadRecord> uploads, Contents contents, Expectations expectations) throws IOException;

    /**
     * What has to be recorded before one file is renamed onto another, where the store takes two steps for it: a crash between them would
     * lose what is replaced.
     *
     * @return a record that stands for the file which is replaced, under a name of its own; empty where there is nothing to lose
     */
    Optional<UploadRecord> replacing(List<String> from, List<String> to, RecordStore records) throws IOException;

    /** Gives the file that a record of {@link #replacing} stands for the name that it has there. */
    void setAside(UploadRecord replaced) throws IOException;

    /** Deletes what of an upload that will get no name may be in the store; does nothing if nothing is. */
    void discard(UploadRecord cancelled) throws IOException;

    @Override
    void close();

    /** Opens stores. */
    @FunctionalInterface
    interface Opener {

        /** @throws IOException if the store, or its provider, is not there now */
        StoreAccess open(org.sallyport.api.journal.StoreDefinition store) throws IOException;
    }
}
