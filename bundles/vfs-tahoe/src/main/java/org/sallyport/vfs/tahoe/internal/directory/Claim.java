/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.directory;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/**
 * What a change needs for itself while it looks and then changes.
 *
 * @param alone identities of directories that nobody else changes meanwhile
 * @param shared identities of directories that others may link something new into
 * @param movesDirectory whether a directory gets another parent: one such change at a time, or two could make a circle that nothing leads to
 */
public record Claim(Set<String> alone, Set<String> shared, boolean movesDirectory) {

    /** Links again what is linked, or takes a link away because of what it leads to. */
    public static Claim alone(Capability... directories) {
        return new Claim(identities(directories), Set.of(), false);
    }

    /** Links something new. */
    public static Claim shared(Capability directory) {
        return new Claim(Set.of(), identities(directory), false);
    }

    /** Moves something from one directory to another, or within one. */
    public static Claim moving(Capability from, Capability to, boolean isDirectory) {
        boolean within = from.identity().equals(to.identity());
        return new Claim(identities(from), within ? Set.of() : identities(to), isDirectory && !within);
    }

    private static Set<String> identities(Capability... directories) {
        return Stream.of(directories).map(Capability::identity).collect(Collectors.toUnmodifiableSet());
    }
}
