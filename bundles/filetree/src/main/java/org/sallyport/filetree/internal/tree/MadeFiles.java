/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sallyport.api.path.VirtualPath;

/** Files that a session has made of late, all its channels together. For use by many threads. */
final class MadeFiles {

    /** Enough for a client that saves many files at once; older ones are forgotten. */
    static final int MOST = 64;

    private final Set<VirtualPath> paths = new LinkedHashSet<>();

    synchronized void add(VirtualPath path) {
        paths.add(path);
        if (paths.size() > MOST) {
            Iterator<VirtualPath> eldest = paths.iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** @return whether it was among them */
    synchronized boolean remove(VirtualPath path) {
        return paths.remove(path);
    }

    synchronized boolean contains(VirtualPath path) {
        return paths.contains(path);
    }

    /** Whether there is one in the same directory. */
    synchronized boolean isOneBeside(VirtualPath path) {
        return paths.stream().anyMatch(other -> other.parent().equals(path.parent()));
    }
}
