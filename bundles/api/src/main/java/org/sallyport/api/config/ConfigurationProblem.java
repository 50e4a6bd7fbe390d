/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

/**
 * One reason to refuse a configuration.
 *
 * @param pid the persistent identity, with the instance's name after {@code ~} for a factory
 * @param key the key at fault
 * @param value what stood there, or {@code (not shown)} for a secret, or {@code (missing)}
 * @param remedy what would be valid, as a sentence without a full stop
 */
public record ConfigurationProblem(String pid, String key, String value, String remedy) {

    @Override
    public String toString() {
        return pid + ": " + key + " = " + value + ": " + remedy;
    }
}
