/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

/**
 * What became of the configuration that an instance was given last.
 *
 * @param number another one for each configuration that any instance is given, so that a new verdict differs from the one before
 * @param refusal empty if the configuration is in force; else PID, key, value and remedy, and the one before it, if there was one,
 *     is in force still
 */
public record ConfigurationVerdict(long number, String refusal) {

    /** Of an instance that was given no configuration yet. */
    public static final ConfigurationVerdict NONE = new ConfigurationVerdict(0, "");

    public boolean isRefused() {
        return !refusal.isEmpty();
    }
}
