/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.store;

import java.io.IOException;

/** An upload cannot be stored, however often it is tried. */
public final class NotStorableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message why, for the operator: goes on "it cannot be stored: " */
    public NotStorableException(String message) {
        super(message);
    }
}
