/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.config;

import java.util.Map;

/** Something of which there is an instance for each configuration of a factory PID. For use by many threads. */
public interface Configured {

    /** The verdict on the last configuration of each instance, by name; instances that never had a good one are among them. */
    Map<String, ConfigurationVerdict> verdicts();
}
