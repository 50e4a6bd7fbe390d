/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.journal;

/**
 * What is at a place in a store.
 *
 * @param kind what it is
 * @param state describes it, so that a change is noticed: equal as long as nothing changed
 * @param moment when it was looked at, counted in changes that this server has made to the store; negative if it is only remembered, since
 *     the store cannot be asked
 */
public record StoredState(Kind kind, String state, long moment) {

    /** Kinds of things. */
    public enum Kind {
        ABSENT,
        FILE,
        DIRECTORY
    }

    /** Nothing. */
    public static final StoredState ABSENT = new StoredState(Kind.ABSENT, "absent", 0);

    /** The same, looked at in another moment. */
    public StoredState at(long change) {
        return new StoredState(kind, state, change);
    }

    /** The same, as it was once. */
    public StoredState remembered() {
        return at(-1);
    }

    public boolean isRemembered() {
        return moment < 0;
    }

    public boolean exists() {
        return kind != Kind.ABSENT;
    }
}
