/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

/** Why a key or certificate was refused: for the log, never for the client. */
final class KeyRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    KeyRefusedException(String reason) {
        super(reason, null, false, false);
    }
}
