/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.journal.PendingFile.Reading;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.StoreFile;

/** A pending file, open for reading. */
final class PendingReadFile implements StoreFile {

    private final JournaledState store;
    private final List<String> names;
    private final Reading reading;
    private final AtomicBoolean closed = new AtomicBoolean();

    PendingReadFile(JournaledState store, List<String> names, Reading reading) {
        this.store = store;
        this.names = names;
        this.reading = reading;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public Object orderKey() {
        return store.stored().orderKey(names);
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        if (closed.get()) {
            throw Failures.of(Reason.CLOSED);
        }
        return reading.read(target, position);
    }

    private static FileTreeException notForWriting() {
        return new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing");
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        throw notForWriting();
    }

    @Override
    public void truncate(long size) throws FileTreeException {
        throw notForWriting();
    }

    @Override
    public void sync() {
        // what is read was durable before
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) {
        return reading.attributes();
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        throw notForWriting();
    }

    @Override
    public long transferTo(StoreFile target, long position, long length, long targetPosition) {
        return -1;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            reading.close();
            store.closed();
        }
    }

    @Override
    public void abandon() {
        close();
    }
}
