/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import java.security.GeneralSecurityException;
import org.apache.sshd.common.cipher.Cipher;

/**
 * A cipher with authentication that decrypts a packet from where it was received to where it is used, which costs less than
 * decrypting it in place and moving it. Counts packets by itself, as all ciphers of MINA do.
 */
public interface PacketCipher extends Cipher {

    /**
     * The length of a packet, which is authenticated only by {@link #open}.
     *
     * @param packet has at least four bytes from {@code at} on; they stay as they are
     */
    int length(byte[] packet, int at) throws GeneralSecurityException;

    /**
     * Checks and decrypts a packet.
     *
     * @param at where its length stands; {@code length} bytes and the tag follow
     * @param plain gets the {@code length} bytes at its beginning; good for nothing if this fails
     * @throws javax.crypto.AEADBadTagException if it is not what the client has sent
     */
    void open(byte[] packet, int at, int length, byte[] plain) throws GeneralSecurityException;
}
