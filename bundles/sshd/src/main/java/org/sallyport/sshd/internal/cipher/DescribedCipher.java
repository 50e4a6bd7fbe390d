/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.cipher;

import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.cipher.CipherInformation;

/** A cipher whose sizes and names are those of MINA's own. */
abstract class DescribedCipher implements Cipher {

    private final CipherInformation description;

    DescribedCipher(CipherInformation description) {
        this.description = description;
    }

    @Override
    public String getAlgorithm() {
        return description.getAlgorithm();
    }

    @Override
    public String getTransformation() {
        return description.getTransformation();
    }

    @Override
    public int getIVSize() {
        return description.getIVSize();
    }

    @Override
    public int getAuthenticationTagSize() {
        return description.getAuthenticationTagSize();
    }

    @Override
    public int getCipherBlockSize() {
        return description.getCipherBlockSize();
    }

    @Override
    public int getKdfSize() {
        return description.getKdfSize();
    }

    @Override
    public int getKeySize() {
        return description.getKeySize();
    }

    @Override
    public String toString() {
        return getClass().getSimpleName();
    }
}
