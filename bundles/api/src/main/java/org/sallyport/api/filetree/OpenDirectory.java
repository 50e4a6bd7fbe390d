/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.filetree;

import java.util.List;

/** A directory being listed; nothing proportional to its size is kept. One thread at a time. */
public interface OpenDirectory extends AutoCloseable {

    /**
     * The next entries, {@code "."} and {@code ".."} among the first.
     *
     * @param most how many at the most, at least 1
     * @return empty at the end
     */
    List<DirectoryEntry> next(int most) throws FileTreeException;

    @Override
    void close();
}
