/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.util.Collection;
import java.util.List;
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

    /** The grid's names on the way from the root. */
    List<String> names() {
        return PathNames.of(getPath());
    }

    /** @param children the grid's names of what is in the directory of this name */
    List<FileName> children(Collection<String> children) {
        String path = names().isEmpty() ? "/" : getPath() + "/";
        return children.stream()
                .map(child -> createName(path + PathNames.encode(ShownNames.show(child)), FileType.FILE_OR_FOLDER))
                .toList();
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
