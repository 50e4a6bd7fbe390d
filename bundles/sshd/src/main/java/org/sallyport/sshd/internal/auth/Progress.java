/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How far a login has come through the combinations of methods that are demanded; methods count only in their turn. */
final class Progress {

    private final List<List<String>> remaining = new ArrayList<>();

    /** @param combinations each in its order */
    Progress(List<List<String>> combinations) {
        combinations.forEach(combination -> remaining.add(new ArrayList<>(combination)));
    }

    /** The methods whose turn it is, as SSH_MSG_USERAUTH_FAILURE names them (RFC 4252, section 5.1). */
    Set<String> next() {
        Set<String> next = new LinkedHashSet<>();
        remaining.forEach(combination -> next.add(combination.get(0)));
        return next;
    }

    /**
     * A method whose turn it was has succeeded.
     *
     * @return whether a combination is complete
     */
    boolean succeeded(String method) {
        remaining.removeIf(combination -> !combination.get(0).equals(method));
        remaining.forEach(combination -> combination.remove(0));
        return remaining.stream().anyMatch(List::isEmpty);
    }
}
