/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Map;

/**
 * Switches that the configuration of a mount sets for its paths.
 *
 * @param mount its name
 * @param values by switch, all of {@link Phase#PATH}
 */
public record MountQuirks(String mount, Map<Quirk<?>, QuirkValue> values) {

    private static final String EVIDENCE = "the mount's configuration";

    QuirkRule rule() {
        return new QuirkRule(QuirkLayer.MOUNT, mount, values, EVIDENCE);
    }
}
