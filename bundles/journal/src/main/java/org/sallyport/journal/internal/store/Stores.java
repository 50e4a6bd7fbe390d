/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.journal.StoreDefinition;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.api.storage.StoreUnavailableException;

/** Opens stores by what records say of them, with the services that are there now. */
public final class Stores implements StoreAccess.Opener {

    private final Map<String, MetadataMapper> mappers = new HashMap<>();
    private StoreManager manager;

    public synchronized void use(StoreManager service) {
        manager = service;
    }

    public synchronized void drop(StoreManager service) {
        if (manager == service) {
            manager = null;
        }
    }

    public synchronized void use(String scheme, MetadataMapper mapper) {
        mappers.put(scheme, mapper);
    }

    public synchronized void drop(MetadataMapper mapper) {
        mappers.values().remove(mapper);
    }

    private synchronized StoreManager manager() throws StoreUnavailableException {
        if (manager == null) {
            throw new StoreUnavailableException("the storage service is not there");
        }
        return manager;
    }

    private synchronized MetadataMapper mapper(String scheme) throws StoreUnavailableException {
        return Optional.ofNullable(mappers.getOrDefault(scheme, mappers.get("*")))
                .orElseThrow(() -> new StoreUnavailableException("no metadata mapper for " + scheme));
    }

    /** Another may have taken the place of the one that the store was opened with. */
    private synchronized MetadataMapper newest(String scheme, MetadataMapper otherwise) {
        return mappers.getOrDefault(scheme, mappers.getOrDefault("*", otherwise));
    }

    @Override
    public StoreAccess open(StoreDefinition store) throws IOException {
        StoreLease lease = manager().acquire(store.uri(), store.options());
        try {
            MetadataMapper mapper = mapper(lease.scheme());
            return OperationsAccess.fits(lease)
                    ? new OperationsAccess(store, lease, mapper)
                    : new VfsAccess(store, lease, () -> newest(lease.scheme(), mapper));
        } catch (IOException notNow) {
            lease.close();
            throw notNow;
        }
    }
}
