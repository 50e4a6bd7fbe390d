/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

/** Hears when the store of a mount cannot be opened, and when it can again. Must not block. */
interface StoreListener {

    /** @param uri as configured, without password */
    void down(String uri, String problem);

    /** @param uri as configured, without password */
    void up(String uri);
}
