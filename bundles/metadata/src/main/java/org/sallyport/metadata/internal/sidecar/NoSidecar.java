/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.util.Optional;
import org.apache.commons.vfs2.FileObject;

/** Where nothing is to be kept, or can be. */
final class NoSidecar implements Sidecar {

    @Override
    public Optional<Kept> find(FileObject file) {
        return Optional.empty();
    }

    @Override
    public boolean keep(FileObject file, Kept kept) {
        return false;
    }

    @Override
    public void forget(FileObject file) {
        // nothing is kept
    }

    @Override
    public void move(FileObject from, FileObject to) {
        // nothing is kept
    }

    @Override
    public void close() {
        // nothing is open
    }
}
