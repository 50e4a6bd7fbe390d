/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystem;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.FileType;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.LayeredFileName;
import org.apache.commons.vfs2.provider.tar.TarFileProvider;

/** The provider of Commons VFS for tar archives, but of which several files can be read at once. */
final class ConcurrentTarProvider extends TarFileProvider {

    @Override
    protected FileSystem doCreateFileSystem(String scheme, FileObject file, FileSystemOptions options)
            throws FileSystemException {
        AbstractFileName rootName = new LayeredFileName(scheme, file.getName(), "/", FileType.FOLDER);
        return new ConcurrentTarFileSystem(rootName, file, options);
    }
}
