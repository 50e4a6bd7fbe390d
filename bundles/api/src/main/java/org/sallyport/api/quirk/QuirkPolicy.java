/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.List;
import org.sallyport.api.config.Configured;

/** Decides the switches for a client. An OSGi service, for use by many threads; does no I/O. */
public interface QuirkPolicy extends Configured {

    /** The values for a client, from all rules that match what is known of it. */
    Quirks resolve(ClientProfile client);

    /** The rules in force, in the order in which they apply: later ones win. */
    List<Rule> rules();

    /** Every switch there is, by name. */
    List<Quirk<?>> quirks();

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
