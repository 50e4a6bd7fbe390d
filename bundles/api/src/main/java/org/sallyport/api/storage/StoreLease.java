/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.vfs2.FileObject;

/**
 * The right to use one store; the store stays usable until the lease is closed, even after its provider has gone.
 *
 * <p>For use by many threads. The file objects it hands out are not: each belongs to one thread at a time.
 */
public interface StoreLease extends AutoCloseable {

    /** The scheme of the outermost layer, such as {@code file} or {@code zip}. */
    String scheme();

    /** A text that names the store in messages: the URI without passwords or capabilities. */
    String displayName();

    /** Where the store's root is in the local file system, if it is a local folder. */
    Optional<Path> localRoot();

    /**
     * The file at these names below the root. Names are taken literally: {@code "%2e"}, {@code "\"} or {@code ":"} have no
     * meaning, and no name leads out of the root.
     *
     * @throws IOException if the provider cannot bear a name, or failed
     */
    FileObject resolve(List<String> names) throws IOException;

    /** The name of a child as clients are to see it: the inverse of what {@link #resolve} does to a name. */
    String nameOf(FileObject file);

    /** Whether the store comes from the newest manager generation; if not, new opens should take a new lease. */
    boolean isCurrent();

    /** A second lease on the same store, for a file that outlives the first. */
    StoreLease share();

    /** Gives the lease back. The last one closes file system, provider and generation. Closing twice does nothing. */
    @Override
    void close();
}
