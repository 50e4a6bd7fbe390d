/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.List;
import java.util.function.UnaryOperator;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.FileAttributes;

/** A listing whose entries show what their mount says. */
final class ShownDirectory implements OpenDirectory {

    private final OpenDirectory stored;
    private final UnaryOperator<FileAttributes> shown;

    ShownDirectory(OpenDirectory stored, UnaryOperator<FileAttributes> shown) {
        this.stored = stored;
        this.shown = shown;
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        return stored.next(most).stream()
                .map(entry -> new DirectoryEntry(entry.name(), shown.apply(entry.attributes())))
                .toList();
    }

    @Override
    public void close() {
        stored.close();
    }
}
