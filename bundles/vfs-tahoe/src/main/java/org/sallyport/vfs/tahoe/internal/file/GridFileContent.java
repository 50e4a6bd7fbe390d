/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.vfs2.FileContent;
import org.apache.commons.vfs2.FileContentInfo;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.RandomAccessContent;
import org.apache.commons.vfs2.util.RandomAccessMode;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.vfs.tahoe.internal.Grid;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.capability.CapabilityKind;
import org.sallyport.vfs.tahoe.internal.content.FileReader;
import org.sallyport.vfs.tahoe.internal.content.FileStream;
import org.sallyport.vfs.tahoe.internal.content.Upload;
import org.sallyport.vfs.tahoe.internal.directory.Entry;

/** The content of a grid's file. For many threads, unlike those of Commons VFS itself: its streams belong to whom they were given. */
final class GridFileContent implements FileContent {

    private static final int BUFFER = 64 << 10;
    private static final long UNKNOWN_LENGTH = -1;

    private final GridFileObject file;
    private final GridPath path;

    /** @param path of the file */
    GridFileContent(GridFileObject file, GridPath path) {
        this.file = file;
        this.path = path;
    }

    @Override
    public FileObject getFile() {
        return file;
    }

    @Override
    public long getSize() throws FileSystemException {
        return file.guarded(() -> {
            Entry entry = path.place().existing();
            return entry.isFile() ? path.grid().directories().size(entry) : 0;
        });
    }

    @Override
    public long getLastModifiedTime() throws FileSystemException {
        return file.guarded(() -> entry().modified().toEpochMilli());
    }

    /** What is here, without times of a content that another program has changed in place. */
    private Entry entry() throws IOException {
        Entry entry = path.place().existing();
        return entry.sizeOfTimes().isPresent()
                ? entry.ofSize(path.grid().directories().size(entry))
                : entry;
    }

    @Override
    public void setLastModifiedTime(long millis) throws FileSystemException {
        file.guarded(() -> {
            file.setAttributes(Map.of(StoreOperations.MODIFIED, Instant.ofEpochMilli(millis)));
            return null;
        });
    }

    private FileReader reader() throws IOException {
        Entry entry = path.place().existing();
        if (entry.isDirectory()) {
            throw new IOException("Is a directory");
        }
        Capability capability = entry.capability()
                .filter(known -> known.kind() != CapabilityKind.UNKNOWN)
                .orElseThrow(() -> new AccessDeniedException(""));
        Grid grid = path.grid();
        return new FileReader(
                grid.client(), grid.segments(), capability, grid.directories().size(entry));
    }

    @Override
    public InputStream getInputStream() throws FileSystemException {
        return file.guarded(() -> new FileStream(reader()));
    }

    @Override
    public InputStream getInputStream(int bufferSize) throws FileSystemException {
        return new BufferedInputStream(getInputStream(), Math.max(1, bufferSize));
    }

    @Override
    public RandomAccessContent getRandomAccessContent(RandomAccessMode mode) throws FileSystemException {
        if (mode.requestWrite()) {
            throw new FileSystemException("vfs.provider/random-access-write-not-supported.error");
        }
        return file.guarded(() -> new GridRandomAccess(reader()));
    }

    @Override
    public OutputStream getOutputStream() throws FileSystemException {
        return getOutputStream(false);
    }

    @Override
    public OutputStream getOutputStream(boolean append) throws FileSystemException {
        if (append) {
            throw new FileSystemException("vfs.provider/write-append-not-supported.error", file.getName());
        }
        return file.guarded(() -> {
            if (!file.isWriteable()) {
                path.place().directory();
                throw new AccessDeniedException("");
            }
            Grid grid = path.grid();
            Entry old = path.place().entry().orElse(null);
            if (old != null && old.isDirectory()) {
                throw new IOException("Is a directory");
            }
            if (old != null && old.write().isPresent()) {
                Capability mutable = old.write().get();
                return new Upload(
                        grid.executor(), content -> grid.client().overwrite(mutable, () -> content, UNKNOWN_LENGTH));
            }
            return new Upload(grid.executor(), content -> new FileLink(path)
                    .setContent(Entry.file(grid.client().store(() -> content, UNKNOWN_LENGTH))));
        });
    }

    /** Makes this the content of another file: by a link to it if it is in the same file system and never changes. */
    void copyFrom(FileObject source) throws FileSystemException {
        file.guarded(() -> {
            Optional<GridPath> from = file.pathOf(source);
            Optional<Capability> immutable =
                    from.isPresent() ? from.get().place().immutableContent() : Optional.empty();
            if (immutable.isPresent()) {
                new FileLink(path).setContent(Entry.file(immutable.get()));
                return null;
            }
            try (InputStream in = source.getContent().getInputStream();
                    OutputStream out = getOutputStream()) {
                in.transferTo(out);
            }
            return null;
        });
    }

    @Override
    public Map<String, Object> getAttributes() throws FileSystemException {
        return file.guarded(() -> new LinkAttributes(entry()).all());
    }

    @Override
    public String[] getAttributeNames() throws FileSystemException {
        return getAttributes().keySet().toArray(String[]::new);
    }

    @Override
    public Object getAttribute(String name) throws FileSystemException {
        return getAttributes().get(name);
    }

    @Override
    public boolean hasAttribute(String name) throws FileSystemException {
        return getAttributes().containsKey(name);
    }

    @Override
    public void setAttribute(String name, Object value) throws FileSystemException {
        file.setAttributes(Map.of(name, value));
    }

    @Override
    public void removeAttribute(String name) throws FileSystemException {
        throw new FileSystemException("vfs.provider/remove-attribute-not-supported.error");
    }

    @Override
    public Certificate[] getCertificates() {
        return new Certificate[0];
    }

    @Override
    public FileContentInfo getContentInfo() throws FileSystemException {
        return file.getFileSystem()
                .getFileSystemManager()
                .getFileContentInfoFactory()
                .create(this);
    }

    @Override
    public boolean isOpen() {
        return false;
    }

    @Override
    public long write(FileContent target) throws IOException {
        try (OutputStream out = target.getOutputStream()) {
            return write(out);
        }
    }

    @Override
    public long write(FileObject target) throws IOException {
        return write(target.getContent());
    }

    @Override
    public long write(OutputStream target) throws IOException {
        return write(target, BUFFER);
    }

    @Override
    public long write(OutputStream target, int bufferSize) throws IOException {
        try (InputStream in = getInputStream()) {
            return in.transferTo(target);
        }
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
