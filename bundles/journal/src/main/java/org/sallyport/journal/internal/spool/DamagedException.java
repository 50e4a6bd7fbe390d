/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.spool;

import java.io.IOException;

/** Something in the spool is not what was written there: changed, moved, replaced, or its key is gone. */
public final class DamagedException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
