/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.journal.internal.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under the key of one file. The nonce is the frame's offset, so it is never used twice: no place of a file is written twice,
 * and no two files share a key.
 */
public final class FrameCipher {

    public static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    FrameCipher(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** Encrypts, and binds to the header. */
    public void seal(long offset, ByteBuffer header, ByteBuffer plain, ByteBuffer target) {
        try {
            cipher(Cipher.ENCRYPT_MODE, offset, header).doFinal(plain, target);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES-GCM", impossible);
        }
    }

    /** Decrypts. @throws AEADBadTagException if content, header or place are not those that were sealed */
    public void open(long offset, ByteBuffer header, ByteBuffer sealed, ByteBuffer target) throws AEADBadTagException {
        try {
            cipher(Cipher.DECRYPT_MODE, offset, header).doFinal(sealed, target);
        } catch (AEADBadTagException changed) {
            throw changed;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has AES-GCM", impossible);
        }
    }

    private Cipher cipher(int mode, long offset, ByteBuffer header) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        byte[] nonce = ByteBuffer.allocate(12).putLong(offset).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        return cipher;
    }
}
