/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import java.net.SocketException;

/** The grid cannot do this now: a node does not answer, or too few storage nodes are there. Another time it may. */
public class GridUnavailableException extends SocketException {

    private static final long serialVersionUID = 1;

    public GridUnavailableException(String message) {
        super(message);
    }

    GridUnavailableException(String message, Throwable cause) {
        super(message);
        initCause(cause);
    }
}
