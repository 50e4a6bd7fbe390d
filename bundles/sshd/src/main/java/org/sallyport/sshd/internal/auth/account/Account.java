/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.sshd.internal.address.AddressRules;
import org.sallyport.sshd.internal.auth.key.AuthorizedKey;

/**
 * A user as the store has it.
 *
 * @param name valid by {@link UserName#isValid}
 * @param password empty for one who cannot log in with any
 * @param roles for mounts and quirk rules
 * @param combinations required methods; empty means the listener's
 * @param locked may not log in
 * @param expires may not log in from then on
 * @param addresses from where the user may log in
 * @param principals names of which a user certificate must have one; empty means the user's name
 * @param keys lines of the user's {@code authorized_keys}
 */
public record Account(
        String name,
        Optional<PasswordHash> password,
        Set<String> roles,
        List<List<String>> combinations,
        boolean locked,
        Optional<Instant> expires,
        AddressRules addresses,
        List<String> principals,
        List<AuthorizedKey> keys) {

    /** Whether the user may log in now at all. */
    public boolean mayLogIn() {
        return !locked && expires.map(end -> Instant.now().isBefore(end)).orElse(true);
    }

    /** Whether the user may log in now from an address. */
    public boolean mayLogInFrom(InetAddress address) {
        return mayLogIn() && addresses.admits(address);
    }
}
