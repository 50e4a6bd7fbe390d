/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

import java.util.Map;
import java.util.Set;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.sallyport.api.storage.operation.StoreOperations;

/**
 * Translates between what a Commons VFS store keeps of a file and what SFTP clients are told.
 *
 * <p>An OSGi service with the property {@link #SCHEME}; {@code *} serves every scheme that has none of its own. Calls
 * come from many threads and may block on the store.
 */
public interface MetadataMapper {

    /** Service property: the VFS scheme that the mapper serves, or {@code *}. */
    String SCHEME = "vfs.scheme";

    /**
     * Reads what is wanted and can be had. The answer always has a type, a size for regular files, permissions and a
     * modification time, made up where the store has none.
     *
     * @throws FileSystemException if the store failed; a file that is not there is the caller's to find out first
     */
    FileAttributes read(FileObject file, Set<Attribute> wanted) throws FileSystemException;

    /**
     * Applies changes. A size is not among them: truncation is the file tree's.
     *
     * @return the attributes that the store could not keep and that were left as they were
     * @throws FileSystemException if the store failed or refused
     */
    Set<Attribute> write(FileObject file, FileAttributes changes) throws FileSystemException;

    /**
     * The same changes as attributes that a store of {@link StoreOperations} sets together with a name. What it cannot keep is left out.
     *
     * @return by the names that {@link StoreOperations#setAttributes} takes; empty unless a mapper serves such a store
     */
    default Map<String, Object> forLink(FileAttributes changes) {
        return Map.of();
    }

    /**
     * Says that another content was just stored at a name: what is kept beside the store for the old content, its times, no longer holds. What
     * belongs to the name stays. Called before {@link #write}, if attributes are set with the content. Never fails: what is kept is
     * checked against the store when it is read.
     */
    default void replaced(FileObject file) {
        // Nothing is kept beside the store.
    }

    /**
     * Says that a name, and for a directory all below it, is gone from the store, or is about to be new there: nothing that is kept
     * beside the store holds any more.
     */
    default void forgotten(FileObject file) {
        // Nothing is kept beside the store.
    }

    /**
     * Gives a file, or a directory with all below it, a new name in its store, where nothing may be, or a file in a store that replaces it
     * itself. What is kept beside the store goes with it, and so does its time of modification where the store would have lost it.
     *
     * @throws FileSystemException if the store failed or refused; nothing that is kept has moved then
     */
    default void move(FileObject from, FileObject to) throws FileSystemException {
        from.moveTo(to);
    }
}
