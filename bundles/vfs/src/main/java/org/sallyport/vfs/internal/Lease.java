/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.vfs2.FileObject;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreUnavailableException;

/** One use of a store. */
final class Lease implements StoreLease {

    private final Stores stores;
    private final Store store;
    private final Optional<Path> localRoot;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param store counted for this lease, and open */
    Lease(Stores stores, Store store, Optional<Path> localRoot) {
        this.stores = stores;
        this.store = store;
        this.localRoot = localRoot;
    }

    @Override
    public String scheme() {
        return store.scheme();
    }

    @Override
    public String displayName() {
        return store.displayName();
    }

    @Override
    public Optional<Path> localRoot() {
        return localRoot;
    }

    @Override
    public FileObject resolve(List<String> names) throws IOException {
        if (closed.get()) {
            throw new StoreUnavailableException("the lease on " + displayName() + " was given back");
        }
        return store.resolve(names);
    }

    @Override
    public String nameOf(FileObject file) {
        return EncodedNames.decode(file.getName().getBaseName());
    }

    @Override
    public boolean isCurrent() {
        return stores.isCurrent(store);
    }

    @Override
    public StoreLease share() {
        if (closed.get()) {
            throw new IllegalStateException("the lease on " + displayName() + " was given back");
        }
        stores.retain(store);
        return new Lease(stores, store, localRoot);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stores.release(store);
        }
    }
}
