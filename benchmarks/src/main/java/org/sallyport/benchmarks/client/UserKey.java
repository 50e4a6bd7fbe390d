/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.client;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The Ed25519 key that the load client logs in with, made for one run. */
public final class UserKey {

    private final byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    private final byte[] publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];

    public UserKey() {
        new SecureRandom().nextBytes(seed);
        Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    }

    byte[] blob() {
        return new Wire().string("ssh-ed25519").string(publicKey).bytes();
    }

    /** The line for a file of authorised keys. */
    public String line() {
        return "ssh-ed25519 " + Base64.getEncoder().encodeToString(blob()) + " benchmark";
    }

    /** The key in the format of RFC 4716, which ProFTPD reads. */
    public String rfc4716() {
        return "---- BEGIN SSH2 PUBLIC KEY ----\n" + Base64.getEncoder().encodeToString(blob())
                + "\n---- END SSH2 PUBLIC KEY ----\n";
    }

    byte[] sign(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return new Wire().string("ssh-ed25519").string(signature).bytes();
    }
}
