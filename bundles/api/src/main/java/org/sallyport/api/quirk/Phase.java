/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

/** When a switch takes effect, and so what may be known about the client when it is decided. */
public enum Phase {
    /** Before key exchange: banner, address and listener are known. */
    KEY_EXCHANGE,
    /** After login: user and roles too. */
    LOGIN,
    /** After SSH_FXP_INIT: the requested version and the opening fingerprint too. */
    SFTP_INIT,
    /** At each request: the mount that the path belongs to. */
    PATH
}
