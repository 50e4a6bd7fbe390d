/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;

/**
 * All that one session sees: mounts, access rules, files. Calls may block on a store, except where said otherwise, and may
 * come from many threads.
 *
 * <p>Attributes given for a new file or directory are applied as far as the mount's policy and the store allow; a failure
 * to apply them does not undo the creation.
 */
public interface FileTree extends AutoCloseable {

    /** Where the session begins; does not block. */
    VirtualPath home();

    /**
     * Identifies what a path denotes, for ordering requests; does not block. Paths of one file through two mounts of one
     * store have equal keys, and so has a path through which a file is open and that {@link OpenFile#orderKey}.
     */
    Object orderKey(VirtualPath path);

    /** Whether calls for this path are quick enough for an I/O thread; does not block. */
    boolean isPrompt(VirtualPath path);

    /** The switches in force at a path: the session's with those of its mount over them; does not block. */
    Quirks quirks(VirtualPath path);

    FileAttributes stat(VirtualPath path, boolean followLinks, Set<Attribute> wanted) throws FileTreeException;

    /** The path with all symbolic links resolved; the last name need not exist. */
    VirtualPath canonicalize(VirtualPath path) throws FileTreeException;

    OpenDirectory openDirectory(VirtualPath path, Set<Attribute> wanted) throws FileTreeException;

    /** @param initial attributes for the case that the file is made; a size among them is only what is expected */
    OpenFile open(VirtualPath path, OpenOptions options, FileAttributes initial) throws FileTreeException;

    void makeDirectory(VirtualPath path, FileAttributes initial) throws FileTreeException;

    /**
     * Removes a file or a symbolic link, never a directory.
     *
     * @return false if it is gone for this session alone so far, since the session is likely to put another in its place; the tree then
     *     reports the removal when it comes about
     */
    boolean remove(VirtualPath path) throws FileTreeException;

    /** Removes an empty directory. */
    void removeDirectory(VirtualPath path) throws FileTreeException;

    /** @return whether it took the place of a file whose removal was held back */
    boolean rename(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException;

    /** Changes attributes; a size among them truncates. */
    void setAttributes(VirtualPath path, boolean followLinks, FileAttributes changes) throws FileTreeException;

    /** The target of a symbolic link as the client is to see it. */
    String readLink(VirtualPath link) throws FileTreeException;

    /** @param target as the client gave it: absolute in the session's tree, or relative to the link */
    void symlink(VirtualPath link, String target) throws FileTreeException;

    /** Makes a hard link. */
    void link(VirtualPath existing, VirtualPath newLink) throws FileTreeException;

    /**
     * Copies a file inside the server.
     *
     * @param mode NO_REPLACE or REPLACE_FILE
     */
    void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException;

    /**
     * Copies bytes between open files of this tree, inside the server.
     *
     * @param length bytes at the most; 0 means to the end of the source
     * @return bytes copied
     */
    long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition) throws FileTreeException;

    Space space(VirtualPath path) throws FileTreeException;

    /** Names of users by number, in order; empty where there is none. */
    List<Optional<String>> userNames(List<Integer> uids);

    /** Names of groups by number, in order; empty where there is none. */
    List<Optional<String>> groupNames(List<Integer> gids);

    /** Ends the session's use; open files are abandoned. */
    @Override
    void close();
}
