/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/**
 * Computes password hashes, few at a time, because each takes some 20 MB and a core. For use by many threads, which wait for their
 * turn.
 */
public final class PasswordHasher {

    private final Semaphore turns;
    private final LongAdder computed = new LongAdder();
    private final PasswordHash nobody = PasswordHash.of("no password has this hash".toCharArray());

    /** @param atOnce how many hashes are computed at once, at least 1 */
    public PasswordHasher(int atOnce) {
        turns = new Semaphore(atOnce, true);
    }

    /** Hashes a new password; the array is left as it is. */
    public PasswordHash hash(char[] password) {
        turns.acquireUninterruptibly();
        try {
            computed.increment();
            return PasswordHash.of(password);
        } finally {
            turns.release();
        }
    }

    /**
     * Whether a password is right. Where there is none, one that nobody has is compared, so that the time does not tell who exists.
     */
    public boolean matches(Optional<PasswordHash> expected, char[] password) {
        turns.acquireUninterruptibly();
        try {
            computed.increment();
            return expected.orElse(nobody).matches(password) & expected.isPresent();
        } finally {
            turns.release();
        }
    }

    /** How many hashes were computed so far. */
    public long computed() {
        return computed.sum();
    }
}
