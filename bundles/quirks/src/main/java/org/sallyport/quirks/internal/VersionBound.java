/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

/**
 * A smallest or largest SFTP version.
 *
 * @param most whether the bound is the largest
 */
record VersionBound(int bound, boolean most) implements ValueTest {

    @Override
    public boolean test(KnownFacts.Value value) {
        int version = Integer.parseInt(value.text());
        return most ? version <= bound : version >= bound;
    }
}
