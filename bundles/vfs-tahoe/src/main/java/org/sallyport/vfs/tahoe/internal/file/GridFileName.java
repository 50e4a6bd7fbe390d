/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.AbstractFileName;

/** {@code tahoe:GRID/path}: the grid's name in the configuration, never a capability. */
final class GridFileName extends AbstractFileName {

    private final String grid;

    GridFileName(String scheme, String grid, String path, FileType type) {
        super(scheme, path, type);
        this.grid = grid;
    }

    String grid() {
        return grid;
    }

    @Override
    public FileName createName(String path, FileType type) {
        return new GridFileName(getScheme(), grid, path, type);
    }

    @Override
    protected void appendRootUri(StringBuilder target, boolean withPassword) {
        target.append(getScheme()).append(':').append(grid);
    }
}
