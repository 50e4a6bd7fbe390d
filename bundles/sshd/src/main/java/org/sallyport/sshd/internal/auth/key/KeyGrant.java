/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

/**
 * That a key may be used, if its holder can sign with it.
 *
 * @param touch whether a security key must have been touched
 * @param verify whether a security key must have verified its holder
 */
record KeyGrant(boolean touch, boolean verify) {

    /** What satisfies both. */
    KeyGrant and(KeyGrant other) {
        return new KeyGrant(touch || other.touch, verify || other.verify);
    }
}
