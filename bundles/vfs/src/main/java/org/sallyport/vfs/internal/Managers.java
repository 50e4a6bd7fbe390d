/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.storage.StoreUnavailableException;

/**
 * Makes the managers that stores are opened with. A store whose providers can be had any number of times gets a manager of
 * its own, so that nothing it does waits for another store's lock and closing it closes everything. Providers of which
 * there is but one instance share a manager for as long as any store uses it.
 */
final class Managers {

    private static final String LOCAL = "file";

    private final Path files;
    private final Map<ProviderManager, Integer> shared = new LinkedHashMap<>();

    /** @param files an existing private folder */
    Managers(Path files) {
        this.files = files;
    }

    ProviderManager take(Generation generation, Collection<ProviderSource> needed) throws IOException {
        if (needed.stream().anyMatch(ProviderSource::isSingle)) {
            return takeShared(generation, needed);
        }
        Set<ProviderSource> wanted = new HashSet<>(needed);
        ProviderSource local = generation.sources().get(LOCAL);
        if (local != null && !local.isSingle()) {
            wanted.add(local);
        }
        return new ProviderManager(generation, wanted, needed, files);
    }

    private synchronized ProviderManager takeShared(Generation generation, Collection<ProviderSource> needed)
            throws IOException {
        for (Map.Entry<ProviderManager, Integer> entry : shared.entrySet()) {
            if (entry.getValue() > 0 && needed.stream().allMatch(entry.getKey()::has)) {
                entry.setValue(entry.getValue() + 1);
                return entry.getKey();
            }
        }
        for (ProviderSource source : needed) {
            if (source.isSingle() && shared.keySet().stream().anyMatch(manager -> manager.has(source))) {
                throw new StoreUnavailableException("the one instance of the Commons VFS provider " + source
                        + " is still in use with older providers; register it with prototype scope to have several");
            }
        }
        List<ProviderSource> free = new ArrayList<>(generation.distinctSources());
        free.removeIf(source -> source.isSingle() && shared.keySet().stream().anyMatch(manager -> manager.has(source)));
        ProviderManager manager = new ProviderManager(generation, free, needed, files);
        shared.put(manager, 1);
        return manager;
    }

    /** Gives a manager back; the last user's return closes it, outside any lock. */
    void release(ProviderManager manager) {
        synchronized (this) {
            Integer users = shared.get(manager);
            if (users != null) {
                shared.put(manager, users - 1);
                if (users > 1) {
                    return;
                }
            }
        }
        manager.close();
        synchronized (this) {
            shared.remove(manager);
        }
    }
}
