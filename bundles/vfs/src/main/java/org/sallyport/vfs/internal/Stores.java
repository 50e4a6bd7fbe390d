/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.StoreManager;

/** The stores that are open and who uses them. Its lock is never held during a call to a provider. */
final class Stores implements StoreManager {

    private record Key(String uri, Map<String, String> options) {}

    private final Managers managers;
    private final Map<Key, Store> newest = new HashMap<>();
    private final Map<Store, Integer> leases = new IdentityHashMap<>();
    private Generation generation = new Generation(0, Map.of());

    Stores(Managers managers) {
        this.managers = managers;
    }

    /** Puts a new set of providers in service; what is open keeps the ones it has. */
    synchronized void provide(Map<String, ProviderSource> sources) {
        generation = new Generation(generation.number() + 1, sources);
    }

    @Override
    public StoreLease acquire(String uri, Map<String, String> options) throws IOException {
        Store store = retain(StoreUri.of(uri), Map.copyOf(options));
        try {
            store.open();
            return new Lease(this, store, store.localRoot());
        } catch (IOException | RuntimeException failed) {
            release(store);
            throw failed;
        }
    }

    private synchronized Store retain(StoreUri uri, Map<String, String> options) throws IOException {
        Key key = new Key(uri.text(), options);
        Map<String, ProviderSource> needed = generation.needed(uri);
        Store store = newest.get(key);
        if (store == null || !generation.has(store.sources())) {
            store = new Store(uri, options, generation, needed, managers);
            newest.put(key, store);
        }
        leases.merge(store, 1, Integer::sum);
        return store;
    }

    /** Counts one more use of a store that is in use. */
    synchronized void retain(Store store) {
        if (leases.computeIfPresent(store, (same, count) -> count + 1) == null) {
            throw new IllegalStateException("the last lease on " + store.displayName() + " was given back");
        }
    }

    void release(Store store) {
        synchronized (this) {
            if (leases.merge(store, -1, Integer::sum) > 0) {
                return;
            }
            leases.remove(store);
            newest.values().remove(store);
        }
        store.close();
    }

    synchronized boolean isCurrent(Store store) {
        return generation.has(store.sources());
    }

    @Override
    public synchronized List<ProviderInfo> providers() {
        return generation.sources().entrySet().stream()
                .map(entry -> new ProviderInfo(
                        entry.getKey(), entry.getValue().origin(), leases(entry.getKey()), generation.number()))
                .sorted(Comparator.comparing(ProviderInfo::scheme))
                .toList();
    }

    private int leases(String scheme) {
        Collection<Map.Entry<Store, Integer>> open = leases.entrySet();
        return open.stream()
                .filter(entry -> entry.getKey().sources().containsKey(scheme))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }
}
