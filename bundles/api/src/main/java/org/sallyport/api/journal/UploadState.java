/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

/** Where an upload is on its way. What a client still writes has no record and no state here. */
public enum UploadState {
    /** Complete and durable in the spool; waits for the store. */
    SEALED,
    /** Its content is in the store, without its name. */
    STORING,
    /** At its name in the store, or nothing is left of it: nothing has to be remembered any more. */
    STORED,
    /** Cannot be stored without a decision of the operator; the content is kept. */
    PARKED,
    /** Replaced, removed or thrown away. What it may have in the store without a name has to be deleted; its content is not needed. */
    CANCELLED;

    /** Whether its content in the spool may still be wanted. */
    public boolean needsContent() {
        return this != STORED && this != CANCELLED;
    }
}
