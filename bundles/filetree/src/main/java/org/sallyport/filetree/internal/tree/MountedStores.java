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
import org.sallyport.api.session.SessionContext;
import org.sallyport.filetree.internal.access.SessionAccess;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.mount.Stores;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.Viewer;

/**
 * The stores that a session has in use, one for each mount it has met. A mount whose configuration changed, or whose provider did, gets
 * another store at its next use.
 */
final class MountedStores implements Viewer {

    private final Stores stores;
    private final SessionContext session;
    private final SessionAccess access;
    private final Map<String, Mounted> byMount = new HashMap<>();
    private final boolean makesFolders;
    private boolean closed;

    /**
     * @param shared what all sessions share
     * @param view the store as this session sees it; one for each shared store, so that two mounts of one store are told
     */
    private record Mounted(MountSettings settings, Store shared, Store view) {}

    MountedStores(Stores stores, SessionContext session, SessionAccess access, boolean makesFolders) {
        this.makesFolders = makesFolders;
        this.stores = stores;
        this.session = session;
        this.access = access;
    }

    @Override
    public String user() {
        return session.user();
    }

    @Override
    public boolean isGone() {
        return !session.isConnected();
    }

    /** The store of a mount; opens it at first use, which may block. */
    Store store(MountSettings mount) throws FileTreeException {
        Optional<Store> current = current(mount);
        if (current.isPresent()) {
            return current.get();
        }
        if (!makesFolders) {
            stores.requireFolder(mount, session.user());
        }
        Store acquired = stores.acquire(mount, session.user());
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
                .orElseGet(() -> shared.forSession(this, access.guard(mount)));
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
