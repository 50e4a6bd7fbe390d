/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.List;
import java.util.function.Predicate;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.FileAttributes;

/**
 * Decides what one session may do at places of a store. What a session asks for by its path was decided before; a store that follows
 * links asks again for the place to which they led, while nothing can be moved there. For use by many threads; does not block.
 */
public interface Guard {

    /** Of a session that may do everything. */
    Guard OPEN = new OpenGuard();

    /** To look at attributes, or at where a link leads. */
    void look(List<String> place) throws FileTreeException;

    /** To learn that there is something. */
    void find(List<String> place) throws FileTreeException;

    /** To list a directory. @return which names are shown */
    Predicate<String> list(List<String> place) throws FileTreeException;

    /** To open a file. @return how it may be opened: so that it is made only, or only if it is there, where the other is not allowed */
    OpenOptions open(List<String> place, OpenOptions options) throws FileTreeException;

    void makeDirectory(List<String> place) throws FileTreeException;

    void remove(List<String> place) throws FileTreeException;

    void removeDirectory(List<String> place) throws FileTreeException;

    /** @return the mode, or NO_REPLACE where nothing may be replaced */
    RenameMode rename(List<String> from, List<String> to, boolean directory, RenameMode mode) throws FileTreeException;

    void setAttributes(List<String> place, FileAttributes changes) throws FileTreeException;

    void symlink(List<String> place) throws FileTreeException;

    void link(List<String> existing, List<String> newLink) throws FileTreeException;
}
