/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Optional;

/** Where a rule stands: a later layer wins over an earlier one. */
enum Layer {
    BUILT_IN(null),
    GLOBAL(null),
    LISTENER(Fact.LISTENER),
    ROLE(Fact.ROLE),
    USER(Fact.USER),
    MOUNT(Fact.MOUNT);

    private final Fact subject;

    Layer(Fact subject) {
        this.subject = subject;
    }

    /** What the conditions of its rules have to ask for. */
    Optional<Fact> subject() {
        return Optional.ofNullable(subject);
    }
}
