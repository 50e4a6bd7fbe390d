/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.List;
import java.util.function.Predicate;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;

/** A listing without some names. */
public final class FilteredDirectory implements OpenDirectory {

    private final OpenDirectory directory;
    private final Predicate<String> shown;

    public FilteredDirectory(OpenDirectory directory, Predicate<String> shown) {
        this.directory = directory;
        this.shown = shown;
    }

    @Override
    public List<DirectoryEntry> next(int most) throws FileTreeException {
        List<DirectoryEntry> entries;
        List<DirectoryEntry> result;
        do {
            entries = directory.next(most);
            result = entries.stream().filter(entry -> isShown(entry.name())).toList();
        } while (result.isEmpty() && !entries.isEmpty());
        return result;
    }

    private boolean isShown(String name) {
        return name.equals(".") || name.equals("..") || shown.test(name);
    }

    @Override
    public void close() {
        directory.close();
    }
}
