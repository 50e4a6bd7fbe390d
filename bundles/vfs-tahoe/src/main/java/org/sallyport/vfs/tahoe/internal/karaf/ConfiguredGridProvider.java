/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.karaf;

import java.util.Collection;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileName;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.AbstractOriginatingFileProvider;
import org.apache.commons.vfs2.provider.FileProvider;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;
import org.sallyport.vfs.tahoe.internal.file.GridFileNameParser;
import org.sallyport.vfs.tahoe.internal.file.GridFileSystem;

/**
 * Provider of {@code tahoe:NAME/path} with the NAME of a configured grid. A file system asks for its grid anew each time, so a changed
 * configuration is in force at once, and one that is missing makes the store unavailable until it is there.
 */
@Component(service = FileProvider.class, property = "vfs.scheme=tahoe", scope = ServiceScope.PROTOTYPE)
public final class ConfiguredGridProvider extends AbstractOriginatingFileProvider {

    private final Grids grids;

    @Activate
    public ConfiguredGridProvider(@Reference Grids grids) {
        this.grids = grids;
        setFileNameParser(new GridFileNameParser());
    }

    @Override
    protected FileSystem doCreateFileSystem(FileName root, FileSystemOptions options) {
        String name = GridFileNameParser.grid(root);
        return GridFileSystem.ofConfigured(root, options, () -> grids.grid(name));
    }

    @Override
    public Collection<Capability> getCapabilities() {
        return GridFileSystem.CAPABILITIES;
    }
}
