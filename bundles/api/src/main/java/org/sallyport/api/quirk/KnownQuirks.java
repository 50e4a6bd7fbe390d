/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every switch there is. */
public final class KnownQuirks {

    /** One more than the highest {@link Quirk#index()} there can be. */
    public static final int SLOTS = 128;

    /** Those of the transport first, then those of the protocol, then those of names. */
    public static final List<Quirk<?>> ALL = all();

    private KnownQuirks() {}

    private static List<Quirk<?>> all() {
        List<Quirk<?>> all = new ArrayList<>(TransportQuirks.ALL);
        all.addAll(SftpQuirks.ALL);
        all.addAll(NameQuirks.ALL);
        return List.copyOf(all);
    }

    public static Optional<Quirk<?>> named(String name) {
        return ALL.stream().filter(quirk -> quirk.name().equals(name)).findFirst();
    }
}
