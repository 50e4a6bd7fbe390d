/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.util.List;
import org.sallyport.api.config.Configured;

/** The grids that are configured. For use by many threads. */
public interface GridTable extends Configured {

    /** All grids by name, each asked now; takes no longer than their time-outs allow. */
    List<GridInfo> grids();
}
