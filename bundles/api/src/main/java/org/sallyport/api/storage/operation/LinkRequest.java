/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.util.Map;
import java.util.Objects;

/**
 * A stored content that is to get a name in a directory.
 *
 * @param name in the directory, literally
 * @param token of the content, as {@link StoreOperations#storeUnlinked} returned it: secret
 * @param expected what may be replaced
 * @param attributes to be set with it, as for {@link StoreOperations#setAttributes}; what was at the name leaves it none
 */
public record LinkRequest(String name, String token, Expectation expected, Map<String, Object> attributes) {

    public LinkRequest {
        Objects.requireNonNull(name);
        Objects.requireNonNull(token);
        Objects.requireNonNull(expected);
        attributes = Map.copyOf(attributes);
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "link of " + name;
    }
}
