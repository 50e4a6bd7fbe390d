/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.handle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.SessionInfo;

/** A directory being listed; used by one request at a time. */
public final class DirectoryHandle implements Handle {

    private static final int BATCH = 128;

    private final OpenDirectory directory;
    private final VirtualPath path;
    private final Deque<DirectoryEntry> fetched = new ArrayDeque<>();

    public DirectoryHandle(OpenDirectory directory, VirtualPath path) {
        this.directory = directory;
        this.path = path;
    }

    /** The next entry, which {@link #take} takes out; null at the end. */
    public DirectoryEntry peek() throws FileTreeException {
        if (fetched.isEmpty()) {
            List<DirectoryEntry> next = directory.next(BATCH);
            fetched.addAll(next);
        }
        return fetched.peekFirst();
    }

    public void take() {
        fetched.removeFirst();
    }

    public void close() {
        fetched.clear();
        directory.close();
    }

    @Override
    public VirtualPath path() {
        return path;
    }

    @Override
    public FileHandle asFile() throws FileTreeException {
        throw new FileTreeException(Reason.CLOSED, "The handle is a directory's");
    }

    @Override
    public DirectoryHandle asDirectory() {
        return this;
    }

    @Override
    public <T> T when(Function<FileHandle, T> ifFile, Function<DirectoryHandle, T> ifDirectory) {
        return ifDirectory.apply(this);
    }

    @Override
    public void abandon() {
        close();
    }

    @Override
    public SessionInfo.OpenFileInfo info() {
        return new SessionInfo.OpenFileInfo(path.toString(), "directory", 0, 0);
    }
}
