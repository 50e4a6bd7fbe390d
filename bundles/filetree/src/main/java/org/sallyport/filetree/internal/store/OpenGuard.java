/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import java.util.List;
import java.util.function.Predicate;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.metadata.FileAttributes;

/** Allows everything. */
final class OpenGuard implements Guard {

    private static final Predicate<String> ALL = name -> true;

    @Override
    public void look(List<String> place) {
        // allowed
    }

    @Override
    public void find(List<String> place) {
        // allowed
    }

    @Override
    public Predicate<String> list(List<String> place) {
        return ALL;
    }

    @Override
    public OpenOptions open(List<String> place, OpenOptions options) {
        return options;
    }

    @Override
    public void makeDirectory(List<String> place) {
        // allowed
    }

    @Override
    public void remove(List<String> place) {
        // allowed
    }

    @Override
    public void removeDirectory(List<String> place) {
        // allowed
    }

    @Override
    public RenameMode rename(List<String> from, List<String> to, boolean directory, RenameMode mode) {
        return mode;
    }

    @Override
    public void setAttributes(List<String> place, FileAttributes changes) {
        // allowed
    }

    @Override
    public void symlink(List<String> place) {
        // allowed
    }

    @Override
    public void link(List<String> existing, List<String> newLink) {
        // allowed
    }
}
