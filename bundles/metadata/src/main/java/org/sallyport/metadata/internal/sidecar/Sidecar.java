/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.vfs2.FileObject;

/** Keeps beside a store what the store cannot keep itself, by file system and path. For use by many threads. */
public interface Sidecar extends AutoCloseable {

    /** Of what is kept for one file: clients can set pairs without end, and each listing would read them. */
    int MOST_BYTES = 64 << 10;

    /** Keeps nothing. */
    Sidecar NONE = new NoSidecar();

    Optional<Kept> find(FileObject file);

    /**
     * Keeps something, or nothing if it has no attributes, instead of what was kept for this file alone. It is on its way to the disk when this returns, so that the end of this process does
     * not take it away.
     *
     * @param change what is to be kept instead of what is kept now; called while nobody else changes anything, perhaps more than once, so that
     *     two who change a file at once both have their way
     * @return false if it cannot be kept, or would be more than {@link #MOST_BYTES}; what was kept stays then
     */
    boolean change(FileObject file, Function<Optional<Kept>, Kept> change);

    /** Keeps nothing any more for a file, or for a directory and all below it. */
    void forget(FileObject file);

    /** What is kept for a file, or for a directory and all below it, is kept for another place from now on. */
    void move(FileObject from, FileObject to);

    /** From now on it keeps nothing, for those who still have it. */
    @Override
    void close();
}
