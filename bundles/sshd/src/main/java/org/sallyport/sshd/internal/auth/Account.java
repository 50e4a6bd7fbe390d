/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A user as the store has it.
 *
 * @param name valid by {@link AccountStore#isName}
 * @param password empty for one who cannot log in with any
 * @param roles for mounts and quirk rules
 * @param combinations required methods; empty means the listener's
 * @param locked may not log in
 * @param expires may not log in from then on
 * @param keys lines of the user's {@code authorized_keys}
 */
record Account(
        String name,
        Optional<PasswordHash> password,
        Set<String> roles,
        List<List<String>> combinations,
        boolean locked,
        Optional<Instant> expires,
        List<AuthorizedKey> keys) {

    boolean mayLogIn() {
        return !locked && expires.map(end -> Instant.now().isBefore(end)).orElse(true);
    }
}
