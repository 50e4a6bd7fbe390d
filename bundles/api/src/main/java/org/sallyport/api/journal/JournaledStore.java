/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.SftpQuirks.BrokenUpload;

/**
 * What is on its way to one store, as sessions see it: what a session writes from its OPEN on, what is sealed for everybody. All views of
 * one store, by whatever mounts, share it. Places are names from the view's root down. For use by many threads; all calls but {@link
 * #find}, {@link #children} and those that begin with "is" may block on the spool or the store.
 */
public interface JournaledStore extends AutoCloseable {

    /** Whether the journal still takes uploads. */
    boolean isOpen();

    /** What is pending at a place, as a session sees it. */
    Optional<PendingFile> find(Object session, List<String> names);

    /** What is pending in a directory, by name, as a session sees it. */
    Map<String, PendingFile> children(Object session, List<String> directory);

    /** Whether an upload is being written or pending at a place, whoever's it is. */
    boolean isTaken(List<String> names);

    /** A moment in the history of this server's changes to the store; never blocks. */
    long moment();

    /** Whether this server has changed a place in the store after a moment, or is doing so: what was seen there may be neither. */
    boolean isChangedSince(long moment, List<String> names);

    /** What is in the store, whatever is pending. */
    StoredState inspect(List<String> names) throws FileTreeException;

    /** What was last seen at a place, for when the store cannot be asked; nothing if that is not known. */
    StoredState remembered(List<String> names);

    /** A content that an upload begins with. */
    @FunctionalInterface
    interface Base {

        /** As {@link org.sallyport.api.filetree.OpenFile#read}. */
        int read(ByteBuffer target, long position) throws FileTreeException;
    }

    /**
     * Who begins an upload, and how.
     *
     * @param session whose upload it is
     * @param user whose share of the spool it takes
     * @param exclusive fails if anything is, or is being, uploaded there
     * @param truncate whether the content begins empty, also where the session is writing it already
     * @param base what the content begins with otherwise, if there is something; not asked where the session is writing it already
     * @param initial attributes for a new file
     * @param expected what was found in the store; nothing else is replaced
     */
    record Beginning(
            Object session,
            String user,
            boolean exclusive,
            boolean truncate,
            Optional<Base> base,
            FileAttributes initial,
            StoredState expected,
            BrokenUpload broken) {}

    /**
     * Begins an upload; where the session is writing the same place already, the upload gets one more handle.
     *
     * @throws FileTreeException QUOTA if the spool has no room for another, ALREADY_EXISTS
     */
    Upload begin(List<String> names, Beginning beginning) throws FileTreeException;

    /** Changes attributes of what is pending at a place; false if nothing is, and the store has to be asked. */
    boolean setAttributes(Object session, List<String> names, FileAttributes changes) throws FileTreeException;

    /** Something that is done in the store itself. */
    @FunctionalInterface
    interface StoreAction {

        void run() throws FileTreeException;

        /**
         * Called when all waiting is over and nothing is changed yet, also where the store itself is not going to be asked.
         *
         * @throws FileTreeException if it is not to be done any more
         */
        default void begin() throws FileTreeException {
            // as a rule it is
        }
    }

    /**
     * Removes a file: cancels what is pending, and removes what is stored.
     *
     * @param stored removes the file from the store; NO_SUCH_FILE does not matter if something was pending
     */
    void remove(Object session, List<String> names, StoreAction stored) throws FileTreeException;

    /**
     * Renames. Pending uploads go where their new names are, without the store where it does not know them yet; otherwise they are stored
     * first.
     *
     * @param stored renames in the store
     */
    void rename(Object session, List<String> from, List<String> to, RenameMode mode, StoreAction stored)
            throws FileTreeException;

    /** Makes a second name for a pending file; false if nothing is pending, and the store has to be asked. */
    boolean link(Object session, List<String> existing, List<String> newLink) throws FileTreeException;

    /** Says that a second name for a file was made in the store by another way of this server. */
    void linked(List<String> existing, List<String> newLink);

    /**
     * Makes a directory where nothing is being written or pending. Whoever opens a file there meanwhile waits.
     *
     * @param stored makes it in the store
     * @throws FileTreeException ALREADY_EXISTS
     */
    void makeDirectory(List<String> names, StoreAction stored) throws FileTreeException;

    /**
     * Removes a directory below which nothing is being written or pending. Whoever opens a file there meanwhile waits.
     *
     * @param stored removes it from the store
     * @throws FileTreeException NOT_EMPTY
     */
    void removeDirectory(List<String> names, StoreAction stored) throws FileTreeException;

    /** Says that something was changed in the store by another way of this server, so that it is not taken for a stranger's change. */
    void changed(List<String> names) throws FileTreeException;

    @Override
    void close();
}
