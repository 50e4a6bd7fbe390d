/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

/** Where a rule stands: a later layer wins over an earlier one, switch by switch. */
public enum QuirkLayer {
    /** The catalogue that Sallyport comes with, or the one that replaces it. */
    BUILT_IN,
    GLOBAL,
    LISTENER,
    ROLE,
    USER,
    MOUNT,
    /** Set on the console for one running session. */
    SESSION
}
