/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.account;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sallyport.sshd.internal.address.AddressRange;
import org.sallyport.sshd.internal.address.AddressRules;
import org.sallyport.sshd.internal.auth.MethodCombinations;
import org.sallyport.sshd.internal.auth.key.AuthorizedKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an {@link Account} of its file. What cannot be understood locks the user out, and is logged when the file is read: a
 * restriction that is misspelt must not be none.
 */
final class AccountReader {

    static final String PASSWORD = "password";
    static final String ROLES = "roles";

    private static final Logger LOG = LoggerFactory.getLogger(AccountReader.class);
    private static final Set<String> KEYS = Set.of(
            PASSWORD,
            ROLES,
            "methods",
            "locked",
            "expires",
            "allow-addresses",
            "deny-addresses",
            "certificate-principals");

    private final String name;
    private final AccountFile file;
    private boolean faulty;

    AccountReader(String name, AccountFile file) {
        this.name = name;
        this.file = file;
    }

    Account read(Optional<String> password, List<AuthorizedKey> keys) {
        Optional<PasswordHash> hash = password.flatMap(this::hash);
        List<List<String>> combinations = combinations();
        Optional<Instant> expires = expires();
        AddressRules addresses = new AddressRules(ranges("allow-addresses"), ranges("deny-addresses"));
        boolean locked = locked();
        for (String key : file.keys()) {
            if (!KEYS.contains(key)) {
                fault(key, "no such key");
            }
        }
        return new Account(
                name,
                hash,
                list(ROLES).stream().collect(Collectors.toUnmodifiableSet()),
                combinations,
                locked || faulty,
                expires,
                addresses,
                list("certificate-principals"),
                keys);
    }

    private void fault(String key, String remedy) {
        LOG.error("user {} cannot log in: {}: {}", name, key, remedy);
        faulty = true;
    }

    private Optional<PasswordHash> hash(String text) {
        try {
            return Optional.of(PasswordHash.parse(text));
        } catch (IllegalArgumentException malformed) {
            LOG.error(
                    "user {} cannot log in with a password: it is neither $argon2id$... nor {plain}...: {}",
                    name,
                    malformed.getMessage());
            return Optional.empty();
        }
    }

    private List<List<String>> combinations() {
        try {
            return file.value("methods").map(MethodCombinations::parse).orElse(List.of());
        } catch (IllegalArgumentException malformed) {
            fault("methods", MethodCombinations.REMEDY);
            return List.of();
        }
    }

    private Optional<Instant> expires() {
        try {
            return file.value("expires").map(text -> Instant.parse(text.strip()));
        } catch (DateTimeParseException malformed) {
            fault("expires", "a time such as 2027-01-31T00:00:00Z");
            return Optional.empty();
        }
    }

    private boolean locked() {
        String text = file.value("locked").map(String::strip).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            fault("locked", "true or false");
        }
        return text.equals("true");
    }

    private List<AddressRange> ranges(String key) {
        try {
            return list(key).stream().map(AddressRange::parse).toList();
        } catch (IllegalArgumentException malformed) {
            fault(key, "addresses or ranges such as 192.0.2.7 or 10.0.0.0/8, separated by commas");
            return List.of();
        }
    }

    private List<String> list(String key) {
        return file.value(key)
                .map(text -> Arrays.stream(text.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList())
                .orElse(List.of());
    }
}
