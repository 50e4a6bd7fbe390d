/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.io.IOException;

/** A store that cannot be used now but may be later: its provider is not there, or it does not answer. */
public class StoreUnavailableException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message what is missing, without secrets */
    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
