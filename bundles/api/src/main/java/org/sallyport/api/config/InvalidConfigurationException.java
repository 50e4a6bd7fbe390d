/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

import java.util.List;

/** A configuration that was refused as a whole; the one before it stays in force. */
public final class InvalidConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<ConfigurationProblem> problems;

    /** @param problems everything that is wrong, at least one */
    public InvalidConfigurationException(List<ConfigurationProblem> problems) {
        super(String.join(
                "; ", problems.stream().map(ConfigurationProblem::toString).toList()));
        this.problems = List.copyOf(problems);
    }

    public List<ConfigurationProblem> problems() {
        return problems;
    }
}
