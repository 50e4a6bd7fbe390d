/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.util.Optional;

/** What came of a {@link LinkRequest}. */
public sealed interface LinkResult {

    /**
     * The content has the name, now or already before.
     *
     * @param identity of the node, as {@link StoreOperations#nodeIdentity} tells it
     */
    record Linked(String identity) implements LinkResult {}

    /**
     * Something is there that was not expected; nothing was changed.
     *
     * @param found its identity, or empty where nothing is there
     */
    record Unexpected(Optional<String> found) implements LinkResult {}

    /** The directory is another than the one that was expected; nothing was changed. */
    record Elsewhere() implements LinkResult {}
}
