/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.vfs2.FileObject;

/** Where nothing is to be kept, or can be. */
final class NoSidecar implements Sidecar {

    @Override
    public Optional<Kept> find(FileObject file) {
        return Optional.empty();
    }

    @Override
    public boolean change(FileObject file, Function<Optional<Kept>, Kept> change) {
        return change.apply(Optional.empty()).attributes().isEmpty();
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
