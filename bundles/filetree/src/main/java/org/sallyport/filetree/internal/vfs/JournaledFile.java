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
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.journal.Upload;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.quirk.CloseReply;
import org.sallyport.api.quirk.SftpQuirks.SyncReply;
import org.sallyport.filetree.internal.store.FailedWrites;
import org.sallyport.filetree.internal.store.StoreFile;
import org.sallyport.filetree.internal.store.WritePolicy;

/** A file that is written through the journal. */
final class JournaledFile implements StoreFile {

    private final JournaledState store;
    private final Upload upload;
    private final boolean append;
    private final WritePolicy policy;
    private final Charge charge;
    private final FailedWrites failedWrites = new FailedWrites();
    private final AtomicBoolean closed = new AtomicBoolean();

    JournaledFile(JournaledState store, Upload upload, OpenOptions options, WritePolicy policy, Charge charge) {
        this.store = store;
        this.upload = upload;
        this.append = options.append();
        this.policy = policy;
        this.charge = charge;
    }

    @Override
    public List<String> names() {
        return upload.names();
    }

    @Override
    public Object orderKey() {
        return store.stored().orderKey(names());
    }

    private long size() {
        return upload.attributes().size();
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        return upload.read(target, position);
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        long size = size();
        long at = append ? size : position;
        long growth = Math.max(0, Math.addExact(at, source.remaining()) - size);
        grow(growth, at, source.remaining());
        int length = source.remaining();
        boolean written = false;
        try {
            upload.write(source, at);
            written = true;
            failedWrites.written(at, length);
        } catch (FileTreeException notWritten) {
            failedWrites.failed(at, length, notWritten);
            throw notWritten;
        } catch (RuntimeException | Error unexpected) {
            failedWrites.failed(at, length, unexpected);
            throw unexpected;
        } finally {
            if (!written) {
                charge.shrink(growth);
            }
        }
    }

    private void grow(long growth, long position, int length) throws FileTreeException {
        try {
            charge.grow(growth);
        } catch (FileTreeException noRoom) {
            failedWrites.failed(position, length, noRoom);
            throw noRoom;
        }
    }

    @Override
    public void truncate(long newSize) throws FileTreeException {
        long size = size();
        if (newSize > size) {
            charge.grow(newSize - size);
        }
        upload.truncate(newSize);
        if (newSize < size) {
            charge.shrink(size - newSize);
            failedWrites.truncated(newSize);
        }
    }

    @Override
    public void sync() throws FileTreeException {
        failedWrites.throwIfAny("Not all of the file could be written");
        upload.sync(policy.fsync() == SyncReply.STORED ? CloseReply.STORED : CloseReply.SEALED);
        if (!upload.isUnlinked()) {
            charge.complete();
        }
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) {
        return upload.attributes();
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        if (changes.has(Attribute.SIZE)) {
            truncate(changes.size());
        }
        FileAttributes rest = changes.toBuilder().without(Attribute.SIZE).build();
        if (!rest.isEmpty()) {
            JournaledVfs.requireKept(true, rest);
            upload.setAttributes(rest);
        }
    }

    @Override
    public long transferTo(StoreFile target, long position, long length, long targetPosition) {
        return -1;
    }

    @Override
    public void close() throws FileTreeException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        store.closed();
        if (failedWrites.any()) {
            upload.abandon();
            charge.giveBack();
            failedWrites.throwIfAny("The upload is not complete, since a write of it failed");
        }
        boolean kept = false;
        try {
            upload.close(policy.close());
            kept = !upload.isUnlinked();
        } finally {
            if (kept) {
                charge.complete();
            } else {
                charge.giveBack();
            }
        }
    }

    @Override
    public void abandon() {
        if (closed.compareAndSet(false, true)) {
            store.closed();
            upload.abandon();
            charge.giveBack();
        }
    }
}
