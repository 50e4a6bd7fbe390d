/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import java.io.IOException;
import java.util.Collection;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemConfigBuilder;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.AbstractOriginatingFileProvider;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.sallyport.vfs.tahoe.internal.file.GridFileNameParser;
import org.sallyport.vfs.tahoe.internal.file.GridFileSystem;

/**
 * Provider of {@code tahoe:NAME/path} for use without a server: the root capability and the gateway nodes are in the options, and NAME is
 * any name that tells people which grid it is.
 *
 * @see TahoeOptions
 */
public class TahoeFileProvider extends AbstractOriginatingFileProvider {

    public TahoeFileProvider() {
        setFileNameParser(new GridFileNameParser());
    }

    @Override
    protected FileSystem doCreateFileSystem(FileName root, FileSystemOptions options) throws FileSystemException {
        TahoeOptions given = TahoeOptions.getInstance();
        var directory = org.sallyport.vfs.tahoe.internal.capability.Capability.parse(given.root(options));
        if (!directory.kind().isDirectory()) {
            throw new FileSystemException("the root of a grid has to be the capability of a directory");
        }
        if (given.gateways(options).isEmpty()) {
            throw new FileSystemException("a grid needs a gateway node, such as http://127.0.0.1:3456/");
        }
        GridSettings settings = GridSettings.of(GridFileNameParser.grid(root), directory, given.gateways(options));
        try {
            Grid grid = new Grid(given.diskCache(options)
                    .map(folder -> settings.withDiskCache(folder, given.diskCacheSize(options)))
                    .orElse(settings));
            return GridFileSystem.of(root, options, grid);
        } catch (IOException noFolder) {
            throw new FileSystemException("the folder for a grid's content cannot be used", noFolder);
        }
    }

    @Override
    public Collection<Capability> getCapabilities() {
        return GridFileSystem.CAPABILITIES;
    }

    @Override
    public FileSystemConfigBuilder getConfigBuilder() {
        return TahoeOptions.getInstance();
    }
}
