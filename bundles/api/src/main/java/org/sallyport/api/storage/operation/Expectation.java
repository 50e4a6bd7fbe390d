/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage.operation;

import java.util.Optional;
import java.util.Set;

/**
 * What may be at a name when it is changed.
 *
 * @param anything whether whatever is there may be, except a directory
 * @param absent whether nothing may be there
 * @param identities of nodes that may be there, as {@link StoreOperations#nodeIdentity} tells them
 */
public record Expectation(boolean anything, boolean absent, Set<String> identities) {

    /** Whatever is there, but no directory. */
    public static final Expectation ANYTHING = new Expectation(true, true, Set.of());

    /** Nothing. */
    public static final Expectation ABSENT = new Expectation(false, true, Set.of());

    public Expectation {
        identities = Set.copyOf(identities);
    }

    /** One of these nodes. */
    public static Expectation node(String... identities) {
        return new Expectation(false, false, Set.of(identities));
    }

    /** @param found identity of what is there, or empty where nothing is */
    public boolean allows(Optional<String> found) {
        return anything || found.map(identities::contains).orElse(absent);
    }
}
