/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.internal;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.provider.AbstractFileName;
import org.apache.commons.vfs2.provider.tar.TarFileSystem;

/**
 * Gives each reader a stream of its own. The superclass has one stream for the archive, and whoever opens a file rewinds it
 * under the others (Commons VFS 2.10.0).
 */
final class ConcurrentTarFileSystem extends TarFileSystem {

    private final FileObject archive;

    ConcurrentTarFileSystem(AbstractFileName rootName, FileObject archive, FileSystemOptions options)
            throws FileSystemException {
        super(rootName, archive, options);
        this.archive = archive;
    }

    /** The superclass keeps the local copy to itself, but hands it to this method. */
    private volatile File copy;

    @Override
    protected TarArchiveInputStream createTarFile(File file) throws FileSystemException {
        copy = file;
        return super.createTarFile(file);
    }

    @Override
    public InputStream getInputStream(TarArchiveEntry entry) throws FileSystemException {
        TarArchiveInputStream own = super.createTarFile(copy);
        try {
            TarArchiveEntry next = own.getNextEntry();
            while (next != null && !next.equals(entry)) {
                next = own.getNextEntry();
            }
            if (next == null) {
                throw new FileNotFoundException(
                        entry.getName() + " in " + archive.getName().getBaseName());
            }
            return own;
        } catch (IOException failed) {
            closeAfter(failed, own);
            throw new FileSystemException(failed);
        }
    }

    private static void closeAfter(IOException failed, TarArchiveInputStream stream) {
        try {
            stream.close();
        } catch (IOException alsoFailed) {
            failed.addSuppressed(alsoFailed);
        }
    }
}
