/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

/** Poly1305 (RFC 8439, section 2.5) of one message at a time, for one thread. */
interface Poly1305 {

    /** In bytes. */
    int KEY_SIZE = 32;

    /** In bytes. */
    int TAG_SIZE = 16;

    /** Computes the tag of a message under a key that is used only once. */
    void tag(byte[] key, byte[] message, int offset, int length, byte[] tag, int tagOffset);
}
