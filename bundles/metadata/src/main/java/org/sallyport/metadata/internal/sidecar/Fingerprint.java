/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.metadata.internal.sidecar;

import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;

/**
 * What a store itself tells about a file. Where it differs from what it was when something was kept for the file, the file was changed
 * by another way.
 *
 * @param size in bytes; 0 for directories
 * @param millis the store's time of modification, since 1970; 0 where it tells none
 */
public record Fingerprint(boolean directory, long size, long millis) {

    public static Fingerprint of(FileObject file) throws FileSystemException {
        boolean folder = file.isFolder();
        return new Fingerprint(folder, folder ? 0 : file.getContent().getSize(), modified(file, folder));
    }

    private static long modified(FileObject file, boolean folder) throws FileSystemException {
        if (!file.getFileSystem().hasCapability(Capability.GET_LAST_MODIFIED)) {
            return 0;
        }
        try {
            return file.getContent().getLastModifiedTime();
        } catch (FileSystemException failed) {
            if (folder) {
                return 0; // an archive's folder that only the names of its files tell of: VFS 2.10.0 throws for those
            }
            throw failed;
        }
    }
}
