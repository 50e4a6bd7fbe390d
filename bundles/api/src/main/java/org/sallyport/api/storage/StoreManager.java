/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Opens stores through Commons VFS and lives with providers that come and go.
 *
 * <p>A change of providers builds a new manager generation; leases that were given out keep the old one working until
 * the last of them is closed. An OSGi service, for use by many threads.
 */
public interface StoreManager {

    /**
     * Opens a store, or shares it with those who have it open from the newest generation.
     *
     * @param uri a Commons VFS URI such as {@code file:///srv/data}, {@code ram:///}, {@code zip:file:///srv/a.zip}
     * @param options settings of the provider's file system, by name; may be empty
     * @throws StoreUnavailableException if no provider for the scheme is there now
     * @throws IOException if the URI or an option is refused, or the store cannot be reached
     */
    StoreLease acquire(String uri, Map<String, String> options) throws IOException;

    /** The providers of the newest generation. */
    List<ProviderInfo> providers();
}
