/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.RandomAccessContent;
import org.apache.commons.vfs2.util.RandomAccessMode;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.filetree.internal.store.FailedWrites;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.StoreFile;

/**
 * An open file of a {@link VfsStore}. Read-only ones read from the store: at any position where the provider can, else by a stream that
 * is opened anew to go back. Others work on a spool file that is stored at close, in one call, since VFS keeps streams by thread.
 */
final class VfsFile implements StoreFile {

    private static final int COPY_BUFFER = 256 << 10;

    private final VfsStore store;
    private final StoreLease lease;
    private final boolean append;
    private final boolean created;
    private final FileChannel spool;
    private final FailedWrites failedWrites = new FailedWrites();
    private volatile List<String> names;
    private volatile boolean unlinked;
    private FileAttributes pending = FileAttributes.EMPTY;
    private boolean changed;
    private boolean closed;
    private RandomAccessContent random;
    private InputStream stream;
    private long streamPosition;

    private VfsFile(VfsStore store, List<String> names, FileChannel spool, boolean append, boolean created) {
        this.store = store;
        this.lease = store.shareLease();
        this.names = names;
        this.spool = spool;
        this.append = append;
        this.created = created;
    }

    static VfsFile open(
            VfsStore store,
            List<String> names,
            FileObject file,
            OpenOptions options,
            boolean exists,
            FileAttributes initial)
            throws IOException, FileTreeException {
        if (!options.write()) {
            // Costs nothing there, and it then stays this very content when the name is removed or gets another.
            RandomAccessContent random = file instanceof StoreOperations
                    ? file.getContent().getRandomAccessContent(RandomAccessMode.READ)
                    : null;
            VfsFile opened = new VfsFile(store, names, null, false, false);
            opened.random = random;
            return opened;
        }
        if (!exists) {
            create(store, file);
        }
        Path path = Files.createTempFile("sallyport-", ".spool");
        FileChannel spool = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        boolean loaded = false;
        try {
            if (exists && !options.truncate()) {
                try (InputStream in = file.getContent().getInputStream()) {
                    in.transferTo(Channels.newOutputStream(spool));
                }
            }
            loaded = true;
        } finally {
            if (!loaded) {
                spool.close();
            }
        }
        VfsFile opened = new VfsFile(store, names, spool, options.append(), !exists);
        opened.changed = exists && options.truncate();
        opened.pending = exists ? FileAttributes.EMPTY : store.forNewFile(initial);
        return opened;
    }

    /** Seen at once by name, as sshfs demands of a file that it is creating. */
    private static void create(VfsStore store, FileObject file) throws IOException, FileTreeException {
        store.quota().takeFiles(1);
        boolean made = false;
        try {
            file.createFile();
            made = true;
        } finally {
            if (!made) {
                store.quota().give(0, 1);
            }
        }
        store.mapper().forgotten(file);
    }

    @Override
    public List<String> names() {
        return names;
    }

    void movedTo(List<String> place) {
        names = place;
    }

    void unlinked() {
        unlinked = true;
    }

    @Override
    public Object orderKey() {
        return store.orderKey(names);
    }

    @Override
    public synchronized int read(ByteBuffer target, long position) throws FileTreeException {
        return VfsStore.guarded(() -> {
            requireOpen();
            if (spool != null) {
                return spool.read(target, position);
            }
            return readFromStore(target, position);
        });
    }

    private int readFromStore(ByteBuffer target, long position) throws IOException {
        if (random != null) {
            return readAt(target, position);
        }
        FileObject file = store.resolve(names);
        if (file.getFileSystem().hasCapability(Capability.RANDOM_ACCESS_READ)) {
            random = file.getContent().getRandomAccessContent(RandomAccessMode.READ);
            return readAt(target, position);
        }
        if (stream == null || position < streamPosition) {
            if (stream != null) {
                stream.close();
            }
            stream = file.getContent().getInputStream();
            streamPosition = 0;
        }
        while (streamPosition < position) {
            long skipped = stream.skip(position - streamPosition);
            if (skipped <= 0 && stream.read() < 0) {
                return -1;
            }
            streamPosition += Math.max(1, skipped);
        }
        int count = stream.readNBytes(target.array(), target.arrayOffset() + target.position(), target.remaining());
        streamPosition += count;
        target.position(target.position() + count);
        return count == 0 && target.hasRemaining() ? -1 : count;
    }

    private int readAt(ByteBuffer target, long position) throws IOException {
        long available = random.length() - position;
        if (available <= 0) {
            return target.hasRemaining() ? -1 : 0;
        }
        int count = (int) Math.min(available, target.remaining());
        random.seek(position);
        random.readFully(target.array(), target.arrayOffset() + target.position(), count);
        target.position(target.position() + count);
        return count;
    }

    private void requireOpen() throws FileTreeException {
        if (closed) {
            throw Failures.of(Reason.CLOSED);
        }
    }

    private FileChannel writable() throws FileTreeException {
        requireOpen();
        if (spool == null) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing");
        }
        return spool;
    }

    @Override
    public synchronized void write(ByteBuffer source, long position) throws FileTreeException {
        int length = source.remaining();
        try {
            writeToSpool(source, position);
            failedWrites.written(position, length);
        } catch (FileTreeException notWritten) {
            failedWrites.failed(position, length, notWritten);
            throw notWritten;
        } catch (RuntimeException | Error unexpected) {
            failedWrites.failed(position, length, unexpected);
            throw unexpected;
        }
    }

    private void writeToSpool(ByteBuffer source, long position) throws FileTreeException {
        VfsStore.guarded(() -> {
            FileChannel target = writable();
            long at = append ? target.size() : position;
            long end = Math.addExact(at, source.remaining());
            if (end > target.size()) {
                store.quota().takeBytes(end - target.size());
            }
            while (source.hasRemaining()) {
                at += target.write(source, at);
            }
            changed = true;
            // As on POSIX, a change of the content is a change of the time, whatever was set before.
            pending = pending.toBuilder().without(Attribute.MODIFY_TIME).build();
            return null;
        });
    }

    @Override
    public synchronized void truncate(long size) throws FileTreeException {
        VfsStore.guarded(() -> {
            FileChannel target = writable();
            long before = target.size();
            if (size > before) {
                store.quota().takeBytes(size - before);
                target.write(ByteBuffer.wrap(new byte[1]), size - 1);
            } else if (size < before) {
                target.truncate(size);
                store.quota().give(before - size, 0);
                failedWrites.truncated(size);
            }
            changed |= size != before;
            return null;
        });
    }

    @Override
    public synchronized void sync() throws FileTreeException {
        VfsStore.guarded(() -> {
            if (spool != null && !closed) {
                spool.force(true);
            }
            return null;
        });
    }

    /** What is told of the file before it is stored. */
    FileAttributes withPending(FileAttributes stored) throws FileTreeException {
        return VfsStore.guarded(() -> {
            synchronized (this) {
                return closed
                        ? stored
                        : stored.toBuilder().merge(pending).size(spool.size()).build();
            }
        });
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException {
        FileAttributes stored = VfsStore.guarded(() -> store.mapper().read(store.resolve(names), wanted));
        return spool == null ? stored : withPending(stored);
    }

    @Override
    public synchronized void setAttributes(FileAttributes changes) throws FileTreeException {
        if (changes.has(Attribute.SIZE)) {
            truncate(changes.size());
        }
        FileAttributes rest = changes.toBuilder().without(Attribute.SIZE).build();
        if (rest.isEmpty()) {
            return;
        }
        if (spool != null) {
            // Applied when the content is stored, which would undo them.
            pending = pending.toBuilder().merge(rest).build();
        } else {
            VfsStore.guarded(() -> {
                VfsStore.refuseWhatWasNotKept(store.mapper().write(store.resolve(names), rest));
                return null;
            });
        }
    }

    @Override
    public long transferTo(StoreFile target, long position, long length, long targetPosition) {
        return -1;
    }

    @Override
    public synchronized void close() throws FileTreeException {
        if (closed) {
            return;
        }
        if (failedWrites.any()) {
            abandon();
            failedWrites.throwIfAny("The upload is not complete, since a write of it failed");
        }
        VfsStore.guarded(() -> {
            try {
                if (spool != null && !unlinked && (changed || created)) {
                    publish();
                }
                return null;
            } finally {
                release();
            }
        });
    }

    private void publish() throws IOException {
        FileObject file = store.resolve(names);
        spool.position(0);
        try (OutputStream out = file.getContent().getOutputStream()) {
            byte[] buffer = new byte[COPY_BUFFER];
            InputStream in = Channels.newInputStream(spool);
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
        store.mapper().replaced(store.resolve(names));
        if (!pending.isEmpty()) {
            store.mapper().write(store.resolve(names), pending);
        }
    }

    private void release() throws IOException {
        closed = true;
        store.closed(this);
        try (StoreLease ended = lease;
                FileChannel spooled = spool;
                InputStream read = stream) {
            if (random != null) {
                random.close();
            }
            assert ended != null || spooled != null || read != null;
        }
    }

    @Override
    public synchronized void abandon() {
        if (closed) {
            return;
        }
        try {
            if (created && !unlinked) {
                store.resolve(names).delete();
                store.quota().give(0, 1);
            }
            release();
        } catch (IOException nobodyToTell) {
            closed = true;
        }
    }
}
