/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.List;
import org.sallyport.api.config.Configured;

/** Decides the switches for a client. An OSGi service, for use by many threads; does no I/O. */
public interface QuirkPolicy extends QuirkRules, Configured {

    /** The values for a client that is not connected, from all rules that match what is known of it. */
    default Quirks resolve(ClientProfile client) {
        return new ResolvedQuirks(matching(client), new QuirkCounts());
    }

    /** The rules in force, in the order in which they apply: later ones win. */
    List<Rule> rules();

    /**
     * A rule as the console shows it.
     *
     * @param layer built-in, global, listener, role, user, mount or session
     * @param name unique within the layer
     * @param condition an OSGi filter, or empty where it always applies
     * @param values switches and their values, as {@code name=value}
     * @param evidence why: client, version and source
     */
    record Rule(String layer, String name, String condition, List<String> values, String evidence) {}
}
