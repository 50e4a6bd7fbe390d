/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sallyport.api.storage.StoreUnavailableException;

/**
 * The providers that were in service between two changes.
 *
 * @param number rises by one with each change
 * @param sources by scheme
 */
record Generation(long number, Map<String, ProviderSource> sources) {

    Generation {
        sources = Map.copyOf(sources);
    }

    /**
     * The providers that a URI needs, layer by layer.
     *
     * @throws StoreUnavailableException if one of them is not there
     */
    Map<String, ProviderSource> needed(StoreUri uri) throws StoreUnavailableException {
        Map<String, ProviderSource> result = new TreeMap<>();
        for (String scheme : uri.schemes(sources.keySet())) {
            ProviderSource source = sources.get(scheme);
            if (source == null) {
                throw new StoreUnavailableException("no Commons VFS provider for the scheme '" + scheme
                        + "' is in service; there are " + String.join(", ", new TreeMap<>(sources).keySet()));
            }
            result.put(scheme, source);
        }
        return result;
    }

    /** Whether all of these are the ones in service now. */
    boolean has(Map<String, ProviderSource> others) {
        for (Map.Entry<String, ProviderSource> other : others.entrySet()) {
            if (sources.get(other.getKey()) != other.getValue()) {
                return false;
            }
        }
        return true;
    }

    Set<ProviderSource> distinctSources() {
        return new HashSet<>(sources.values());
    }
}
