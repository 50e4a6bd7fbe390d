/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a store tells of a file or directory and its name, as they were at one moment. Attributes are those of
 * {@link StoreOperations#setAttributes}.
 *
 * @param size of the content in bytes; 0 for a directory
 * @param readable whether the content, or what is in the directory, can be read
 * @param writable whether another content can be put there, or the directory changed
 * @param modified see {@link StoreOperations#MODIFIED}
 * @param accessed see {@link StoreOperations#ACCESSED}
 * @param created see {@link StoreOperations#CREATED}
 * @param mode see {@link StoreOperations#MODE}
 * @param owner see {@link StoreOperations#OWNER}
 * @param others by names that begin with {@link StoreOperations#USER}
 */
public record NodeDescription(
        boolean directory,
        long size,
        boolean readable,
        boolean writable,
        Instant modified,
        Optional<Instant> accessed,
        Optional<Instant> created,
        OptionalInt mode,
        Optional<String> owner,
        Map<String, String> others) {

    public NodeDescription {
        others = Map.copyOf(others);
    }
}
