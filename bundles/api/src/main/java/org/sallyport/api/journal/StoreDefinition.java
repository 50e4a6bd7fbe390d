/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

import java.util.List;
import java.util.Map;

/**
 * Which store an upload goes to, so that it finds its way without the mount it came by.
 *
 * @param displayName names the store in messages, without secrets
 * @param identity equal for all definitions that lead into one file system: what {@link StoreDefinition#path} is counted from; may
 *     be secret
 * @param uri a Commons VFS URI
 * @param options settings of the provider, which may be secret
 * @param path names from the file system's root down to what the URI means
 */
public record StoreDefinition(
        String displayName, String identity, String uri, Map<String, String> options, List<String> path) {

    public StoreDefinition {
        options = Map.copyOf(options);
        path = List.copyOf(path);
    }

    /** Without what may be secret. */
    @Override
    public String toString() {
        return displayName;
    }
}
