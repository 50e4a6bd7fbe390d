/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.handle;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.session.SessionInfo;

/** An open file with what was transferred through it. */
public final class FileHandle implements Handle {

    private final OpenFile file;
    private final OpenOptions options;
    private final Optional<TextFile> text;
    private final long openedAt = System.nanoTime();
    private final AtomicLong bytesRead = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();

    public FileHandle(OpenFile file, OpenOptions options, boolean text) {
        this.file = file;
        this.options = options;
        this.text = text ? Optional.of(new TextFile(file, options.append())) : Optional.empty();
    }

    public OpenFile file() {
        return file;
    }

    public OpenOptions options() {
        return options;
    }

    /** There if lines are converted (version 4 and later, opened as text). */
    public Optional<TextFile> text() {
        return text;
    }

    public FileHandle needRead() throws FileTreeException {
        if (!options.read()) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for reading");
        }
        return this;
    }

    public FileHandle needWrite() throws FileTreeException {
        if (!options.write()) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing");
        }
        return this;
    }

    public void countRead(int bytes) {
        bytesRead.addAndGet(bytes);
    }

    public void countWritten(long bytes) {
        bytesWritten.addAndGet(bytes);
    }

    public long bytesRead() {
        return bytesRead.get();
    }

    public long bytesWritten() {
        return bytesWritten.get();
    }

    public Duration sinceOpened() {
        return Duration.ofNanos(System.nanoTime() - openedAt);
    }

    @Override
    public VirtualPath path() {
        return file.path();
    }

    @Override
    public FileHandle asFile() {
        return this;
    }

    @Override
    public DirectoryHandle asDirectory() throws FileTreeException {
        throw new FileTreeException(Reason.CLOSED, "The handle is not a directory's");
    }

    @Override
    public <T> T when(Function<FileHandle, T> ifFile, Function<DirectoryHandle, T> ifDirectory) {
        return ifFile.apply(this);
    }

    @Override
    public void abandon() {
        file.abandon();
    }

    @Override
    public SessionInfo.OpenFileInfo info() {
        return new SessionInfo.OpenFileInfo(path().toString(), mode(), bytesRead(), bytesWritten());
    }

    private String mode() {
        if (options.append()) {
            return "append";
        }
        if (!options.write()) {
            return "read";
        }
        return options.read() ? "read-write" : "write";
    }
}
