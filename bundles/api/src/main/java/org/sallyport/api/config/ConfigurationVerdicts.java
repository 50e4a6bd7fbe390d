/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

import java.util.Map;
import java.util.TreeMap;

/** The verdicts on the configurations of one factory PID. For use by many threads. */
public final class ConfigurationVerdicts {

    private final Map<String, ConfigurationVerdict> last = new TreeMap<>();
    private long number;

    /** An instance's configuration is in force. */
    public void accepted(String name) {
        put(name, "");
    }

    /**
     * An instance's configuration is not in force.
     *
     * @param why PID, key, value and remedy, not empty
     */
    public void refused(String name, String why) {
        put(name, why);
    }

    private synchronized void put(String name, String refusal) {
        number++;
        last.put(name, new ConfigurationVerdict(number, refusal));
    }

    /** An instance has no configuration any more. */
    public synchronized void gone(String name) {
        last.remove(name);
    }

    /** As it is now; later verdicts do not change it. */
    public synchronized Map<String, ConfigurationVerdict> all() {
        return Map.copyOf(last);
    }
}
