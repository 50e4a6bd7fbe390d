/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

/**
 * A node has found too few shares of one version (HTTP status 410). Of a mutable file that is being written that may be so for a moment,
 * though nothing is lost.
 */
public final class TooFewSharesException extends GridUnavailableException {

    private static final long serialVersionUID = 1;

    TooFewSharesException(String message) {
        super(message);
    }
}
