/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.mount.Stores;
import org.sallyport.filetree.internal.store.Store;

/**
 * The stores that a session has in use, one for each mount it has met. A mount whose configuration changed, or whose provider did, gets
 * another store at its next use.
 */
final class MountedStores {

    private final Stores stores;
    private final String user;
    private final Map<String, Mounted> byMount = new HashMap<>();
    private boolean closed;

    private record Mounted(MountSettings settings, Store store) {}

    MountedStores(Stores stores, String user) {
        this.stores = stores;
        this.user = user;
    }

    /** The store of a mount; opens it at first use, which may block. */
    Store store(MountSettings mount) throws FileTreeException {
        Optional<Store> current = current(mount);
        if (current.isPresent()) {
            return current.get();
        }
        Store acquired = stores.acquire(mount, user);
        Mounted before;
        synchronized (this) {
            if (closed) {
                stores.release(acquired);
                throw new FileTreeException(Reason.CLOSED, "The session has ended");
            }
            before = byMount.put(mount.name(), new Mounted(mount, acquired));
        }
        if (before != null) {
            stores.release(before.store());
        }
        return acquired;
    }

    /** The store of a mount if it is open and up to date; never blocks. */
    synchronized Optional<Store> current(MountSettings mount) {
        Mounted mounted = byMount.get(mount.name());
        return mounted != null && mounted.settings() == mount && mounted.store().isCurrent()
                ? Optional.of(mounted.store())
                : Optional.empty();
    }

    void close() {
        Map<String, Mounted> last;
        synchronized (this) {
            closed = true;
            last = Map.copyOf(byMount);
            byMount.clear();
        }
        last.values().forEach(mounted -> stores.release(mounted.store()));
    }
}
