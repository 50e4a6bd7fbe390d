/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.key;

/**
 * A key that a client offers.
 *
 * @param fingerprint of the key itself, also where a certificate was offered
 * @param refusal why it must not be used, for the log; empty if it may
 * @param verifier checks a signature
 */
public record OfferedKey(String fingerprint, String refusal, Verifier verifier) {

    /** Checks a signature by the key. */
    @FunctionalInterface
    public interface Verifier {

        /** @param signature as on the wire */
        boolean verify(byte[] data, byte[] signature);
    }

    static OfferedKey refused(String reason) {
        return new OfferedKey("", reason, (data, signature) -> false);
    }

    /** Whether it may be used. */
    public boolean isAcceptable() {
        return refusal.isEmpty();
    }
}
