/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.IOException;
import java.util.List;
import org.sallyport.vfs.tahoe.internal.Grid;

/**
 * Where something is looked for in a grid.
 *
 * @param names the grid's own, on the way from the root
 */
record GridPath(GridFileSystem fileSystem, List<String> names) {

    static GridPath of(GridFileSystem fileSystem, GridFileName name) {
        return new GridPath(fileSystem, name.names());
    }

    /** The grid as it is configured now. */
    Grid grid() throws IOException {
        return fileSystem.grid();
    }

    /** What is there, as far as the directories are known at the moment. */
    Place place() throws IOException {
        return Place.find(grid(), names);
    }
}
