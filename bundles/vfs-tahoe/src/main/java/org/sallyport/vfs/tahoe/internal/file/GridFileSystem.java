/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.AbstractFileSystem;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.web.GridUnavailableException;

/** The tree below a grid's root. Making it asks nobody. */
public final class GridFileSystem extends AbstractFileSystem {

    /** What a grid can do for Commons VFS. */
    public static final List<Capability> CAPABILITIES = List.of(
            Capability.CREATE,
            Capability.DELETE,
            Capability.RENAME,
            Capability.GET_TYPE,
            Capability.LIST_CHILDREN,
            Capability.READ_CONTENT,
            Capability.RANDOM_ACCESS_READ,
            Capability.WRITE_CONTENT,
            Capability.GET_LAST_MODIFIED,
            Capability.SET_LAST_MODIFIED_FILE,
            Capability.SET_LAST_MODIFIED_FOLDER,
            Capability.URI);

    private final Supplier<Grid> grid;
    private final Optional<Grid> own;

    private GridFileSystem(FileName root, FileSystemOptions options, Supplier<Grid> grid, Optional<Grid> own) {
        super(root, null, options);
        this.grid = grid;
        this.own = own;
    }

    /** @param grid the grid as it is configured now, or null while it is not */
    public static GridFileSystem ofConfigured(FileName root, FileSystemOptions options, Supplier<Grid> grid) {
        return new GridFileSystem(root, options, grid, Optional.empty());
    }

    /** @param grid that is closed with the file system */
    public static GridFileSystem of(FileName root, FileSystemOptions options, Grid grid) {
        return new GridFileSystem(root, options, () -> grid, Optional.of(grid));
    }

    @Override
    protected void doCloseCommunicationLink() {
        own.ifPresent(Grid::close);
    }

    Grid grid() throws GridUnavailableException {
        Grid now = grid.get();
        if (now == null) {
            throw new GridUnavailableException("no such grid is configured now");
        }
        return now;
    }

    @Override
    protected FileObject createFile(AbstractFileName name) {
        return new GridFileObject(this, (GridFileName) name);
    }

    @Override
    protected void addCapabilities(Collection<Capability> capabilities) {
        capabilities.addAll(CAPABILITIES);
    }
}
