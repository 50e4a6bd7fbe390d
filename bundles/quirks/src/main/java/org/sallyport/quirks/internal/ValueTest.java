/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

/** A test of one value that is known of a client. */
sealed interface ValueTest permits Glob, Network, VersionBound {

    boolean test(KnownFacts.Value value);

    default boolean test(String value) {
        return test(KnownFacts.Value.of(value));
    }
}
