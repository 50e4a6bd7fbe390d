/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.handle;

import java.util.function.Function;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.SessionInfo;

/** What a client has open. */
public interface Handle {

    VirtualPath path();

    SessionInfo.OpenFileInfo info();

    /** The file, if it is one; a request that needs a file is refused otherwise. */
    FileHandle asFile() throws FileTreeException;

    /** The directory, if it is one. */
    DirectoryHandle asDirectory() throws FileTreeException;

    <T> T when(Function<FileHandle, T> ifFile, Function<DirectoryHandle, T> ifDirectory);

    /** Gives it up without the client's CLOSE. */
    void abandon();
}
