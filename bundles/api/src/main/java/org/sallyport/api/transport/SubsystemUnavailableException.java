/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.transport;

/** A subsystem that cannot be served now. */
public class SubsystemUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    public SubsystemUnavailableException(String message) {
        super(message);
    }
}
