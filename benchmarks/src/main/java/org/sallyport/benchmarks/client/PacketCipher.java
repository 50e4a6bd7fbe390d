/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.security.GeneralSecurityException;

/** Protects the packets of one direction (RFC 4253, section 6); counts them by itself. One thread at a time. */
interface PacketCipher {

    /** Packets are padded to a multiple of this, in bytes. */
    int blockSize();

    /** Bytes behind each packet that authenticate it. */
    int tagSize();

    /** Whether the four bytes of length count for the padding. */
    boolean padsLength();

    /** The length of the packet that begins at {@code at}, of which at least four bytes are there. */
    int length(byte[] packet, int at) throws GeneralSecurityException;

    /** Checks and decrypts the {@code length} bytes behind the length at {@code at} to the beginning of {@code plain}. */
    void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException;

    /** Encrypts the length at {@code at} and the {@code length} bytes behind it in place and adds the tag. */
    void seal(byte[] packet, int at, int length) throws GeneralSecurityException;
}
