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
import org.sallyport.filetree.internal.access.SessionAccess;
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
    private final SessionAccess access;
    private final Map<String, Mounted> byMount = new HashMap<>();
    private boolean closed;

    /**
     * @param shared what all sessions share
     * @param view the store as this session sees it; one for each shared store, so that two mounts of one store are told
     */
    private record Mounted(MountSettings settings, Store shared, Store view) {}

    MountedStores(Stores stores, String user, SessionAccess access) {
        this.stores = stores;
        this.user = user;
        this.access = access;
    }

    /** The store of a mount; opens it at first use, which may block. */
    Store store(MountSettings mount) throws FileTreeException {
        Optional<Store> current = current(mount);
        if (current.isPresent()) {
            return current.get();
        }
        Store acquired = stores.acquire(mount, user);
        Mounted before;
        Store result;
        synchronized (this) {
            if (closed) {
                stores.release(acquired);
                throw new FileTreeException(Reason.CLOSED, "The session has ended");
            }
            Store view = view(mount, acquired);
            before = byMount.put(mount.name(), new Mounted(mount, acquired, view));
            result = view;
        }
        if (before != null) {
            stores.release(before.shared());
        }
        return result;
    }

    private Store view(MountSettings mount, Store shared) {
        return byMount.values().stream()
                .filter(mounted -> mounted.shared() == shared)
                .map(Mounted::view)
                .findFirst()
                .orElseGet(() -> shared.forSession(this, user, access.guard(mount)));
    }

    /** The store of a mount if it is open and up to date; never blocks. */
    synchronized Optional<Store> current(MountSettings mount) {
        Mounted mounted = byMount.get(mount.name());
        return mounted != null
                        && mounted.settings() == mount
                        && mounted.shared().isCurrent()
                ? Optional.of(mounted.view())
                : Optional.empty();
    }

    void close() {
        Map<String, Mounted> last;
        synchronized (this) {
            closed = true;
            last = Map.copyOf(byMount);
            byMount.clear();
        }
        last.values().forEach(mounted -> stores.release(mounted.shared()));
    }
}
