/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.quirks.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.Phase;
import org.sallyport.api.quirk.QuirkLayer;

/** What conditions can ask about a client, and from which phase on it is known. */
enum Fact {
    BANNER(Phase.KEY_EXCHANGE, client -> set(client.banner())),
    ADDRESS(Phase.KEY_EXCHANGE, client -> set(client.address())),
    LISTENER(Phase.KEY_EXCHANGE, client -> set(client.listener())),
    USER(Phase.LOGIN, client -> set(client.user())),
    ROLE(Phase.LOGIN, ClientProfile::roles),
    VERSION(Phase.SFTP_INIT, client -> set(client.requestedVersion().map(String::valueOf))),
    FINGERPRINT(Phase.SFTP_INIT, client -> set(client.fingerprint())),
    NEGOTIATED(Phase.PATH, client -> set(client.negotiatedVersion().map(String::valueOf))),
    MOUNT(Phase.PATH, client -> set(client.mount()));

    private final Phase knownFrom;
    private final Function<ClientProfile, Set<String>> values;

    Fact(Phase knownFrom, Function<ClientProfile, Set<String>> values) {
        this.knownFrom = knownFrom;
        this.values = values;
    }

    private static Set<String> set(Optional<String> value) {
        return value.map(Set::of).orElse(Set.of());
    }

    Phase knownFrom() {
        return knownFrom;
    }

    /** What is known; several only for roles. */
    Set<String> of(ClientProfile client) {
        return values.apply(client);
    }

    /** Whether a client can have several values of it at once. */
    boolean isMany() {
        return this == ROLE;
    }

    /** Whether its values are versions, which can be more or less than others. */
    boolean isVersion() {
        return this == VERSION || this == NEGOTIATED;
    }

    /** Whether upper and lower case are the same. */
    boolean foldsCase() {
        return this == BANNER || this == FINGERPRINT;
    }

    /** As conditions spell it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if there is none with this name */
    static Fact named(String key) {
        return Stream.of(values())
                .filter(fact -> fact.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a condition cannot ask for '" + key + "', only for "
                        + String.join(", ", Stream.of(values()).map(Fact::key).toList())));
    }

    /** What the conditions of a layer's rules have to ask for. */
    static Optional<Fact> subjectOf(QuirkLayer layer) {
        return switch (layer) {
            case BUILT_IN, GLOBAL, SESSION -> Optional.empty();
            case LISTENER -> Optional.of(LISTENER);
            case ROLE -> Optional.of(ROLE);
            case USER -> Optional.of(USER);
            case MOUNT -> Optional.of(MOUNT);
        };
    }
}
