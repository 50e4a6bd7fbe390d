/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

/** Where the value of an attribute comes from, for people who wonder at it. Clients are told the value alone. */
public enum Origin {
    /** The store, or what Sallyport keeps beside it, says so. */
    STORED,
    /** Worked out from something else that is known, such as permissions from a capability. */
    DERIVED,
    /** Made up, by the mount's configuration or because clients need some value and nobody knows one. */
    ASSUMED
}
