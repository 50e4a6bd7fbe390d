/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.realm;

import java.util.Optional;
import java.util.Set;

/** Checks a password against the accounts, in the same time whoever is named. */
@FunctionalInterface
public interface AccountVerifier {

    /**
     * @param user anything a client may send
     * @return the user's roles, or empty if the password is wrong or the user is unknown or may not log in
     */
    Optional<Set<String>> verify(String user, char[] password);
}
