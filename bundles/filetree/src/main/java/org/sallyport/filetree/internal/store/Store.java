/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.List;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/**
 * One store, shared by all sessions that see it. Places are names from the store's root down. For use by many threads.
 */
public interface Store extends AutoCloseable {

    /**
     * The store as a session sees it: with that session's uploads at their names. It is closed with this one.
     *
     * @param viewer the session
     * @param guard is asked about places to which links led
     */
    Store forSession(Viewer viewer, Guard guard);

    /** What the root's place is called in messages. */
    String displayName();

    /** Whether calls are quick enough for an I/O thread now. */
    boolean isPrompt();

    /** Whether the store comes from the newest generation of providers. */
    boolean isCurrent();

    /** Whether what was opened is still there, and not another folder in its place; may block. */
    default boolean isInPlace() {
        return true;
    }

    /** How many files are open. */
    int openFiles();

    /** The key of a place, or of the open file that is known to be there under another name. */
    Object orderKey(List<String> names);

    FileAttributes stat(List<String> names, boolean followLinks, Set<Attribute> wanted) throws FileTreeException;

    /** The place with links resolved; the last name need not exist. */
    List<String> canonicalize(List<String> names) throws FileTreeException;

    OpenDirectory openDirectory(List<String> names, Set<Attribute> wanted) throws FileTreeException;

    /** @param policy what is promised to whoever writes */
    StoreFile open(List<String> names, OpenOptions options, FileAttributes initial, WritePolicy policy)
            throws FileTreeException;

    void makeDirectory(List<String> names, FileAttributes initial, WritePolicy policy) throws FileTreeException;

    void remove(List<String> names) throws FileTreeException;

    /** Removes what the client was told to be removed: also if it has gone since. */
    default void removeAcknowledged(List<String> names) throws FileTreeException {
        remove(names);
    }

    void removeDirectory(List<String> names) throws FileTreeException;

    void rename(List<String> from, List<String> to, RenameMode mode, WritePolicy policy) throws FileTreeException;

    void setAttributes(List<String> names, boolean followLinks, FileAttributes changes) throws FileTreeException;

    /** The target as the link holds it, made relative to the link's directory, or absolute from the store's root. */
    String readLink(List<String> names) throws FileTreeException;

    /** @param target relative to the link's directory */
    void symlink(List<String> names, String target) throws FileTreeException;

    void link(List<String> existing, List<String> newLink) throws FileTreeException;

    Space space(List<String> names) throws FileTreeException;

    @Override
    void close();
}
