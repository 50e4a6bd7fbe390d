/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How far the login of one user has come through the combinations of methods that are demanded; methods count only in their turn. Not
 * for use by several threads at once.
 */
final class Progress {

    private final String user;
    private final List<List<String>> remaining = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private final List<String> proofs = new ArrayList<>();
    private final Set<String> roles = new HashSet<>();

    /** @param combinations each in its order */
    Progress(String user, List<List<String>> combinations) {
        this.user = user;
        combinations.forEach(combination -> remaining.add(new ArrayList<>(combination)));
    }

    String user() {
        return user;
    }

    /** The methods whose turn it is, as SSH_MSG_USERAUTH_FAILURE names them (RFC 4252, section 5.1). */
    Set<String> next() {
        Set<String> next = new LinkedHashSet<>();
        remaining.forEach(combination -> next.add(combination.get(0)));
        return next;
    }

    /** Whether something has proved the user before: a proof does not count twice. */
    boolean hasProof(String proof) {
        return proofs.contains(proof);
    }

    /**
     * A method whose turn it was has succeeded.
     *
     * @return whether a combination is complete
     */
    boolean succeeded(String method, Verdict verdict) {
        passed.add(method);
        proofs.add(verdict.detail());
        roles.addAll(verdict.roles());
        remaining.removeIf(combination -> !combination.get(0).equals(method));
        remaining.forEach(combination -> combination.remove(0));
        return remaining.stream().anyMatch(List::isEmpty);
    }

    /** The methods that have succeeded, in order. */
    List<String> passed() {
        return List.copyOf(passed);
    }

    Set<String> roles() {
        return Set.copyOf(roles);
    }

    /** The methods that have succeeded and what proved the user, for the log. */
    String shown() {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < passed.size(); i++) {
            shown.add((passed.get(i) + " " + proofs.get(i)).strip());
        }
        return String.join(", ", shown);
    }
}
