/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.pending;

/** What is being done about a sealed upload in this run. */
public enum Phase {
    /** Waits to be put into the store. */
    QUEUED,
    /** Its content is on its way. */
    PUTTING,
    /** Its content is in the store; waits for its name. */
    READY,
    /** Is given its name: nothing may come between. */
    LINKING,
    /** Waits for the operator. */
    PARKED,
    /** Stored, replaced or thrown away. */
    ENDED
}
