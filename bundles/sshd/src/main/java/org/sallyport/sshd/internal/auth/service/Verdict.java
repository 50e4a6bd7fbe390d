/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.util.Set;

/**
 * What came of one attempt.
 *
 * @param kind how it is answered
 * @param detail for the log: the reason, or what proved the user; never a secret
 * @param roles that the method gave the user
 */
record Verdict(Kind kind, String detail, Set<String> roles) {

    /** How an attempt is answered. */
    enum Kind {
        PASSED,
        /** A guess that was wrong: counts against the address. */
        WRONG,
        /** Nothing was guessed, as with a key that was only shown: counts against the connection alone. */
        UNSUITABLE,
        /** An answer has gone out already, or none is wanted any more. */
        ANSWERED
    }

    static final Verdict DONE = new Verdict(Kind.ANSWERED, "", Set.of());

    static Verdict passed(String proof, Set<String> roles) {
        return new Verdict(Kind.PASSED, proof, roles);
    }

    static Verdict wrong(String reason) {
        return new Verdict(Kind.WRONG, reason, Set.of());
    }

    static Verdict unsuitable(String reason) {
        return new Verdict(Kind.UNSUITABLE, reason, Set.of());
    }
}
