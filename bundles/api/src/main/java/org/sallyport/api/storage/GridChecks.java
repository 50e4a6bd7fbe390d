/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.util.List;

/** Checks of the configured grids. For use by many threads. */
public interface GridChecks {

    /** One for each configured grid, by name. */
    List<GridCheck> checks();

    /**
     * Begins a check and returns; does nothing where one runs.
     *
     * @throws IllegalArgumentException if no such grid is configured
     */
    void start(String grid);

    /** Ends a check that runs. */
    void stop(String grid);
}
