/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.filetree.internal.store.FailedWrites;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.StoreFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open local file. Its channel stays valid whatever happens to its name. */
final class LocalFile implements StoreFile {

    private static final Logger LOG = LoggerFactory.getLogger(LocalFile.class);

    /** A sync of more may take longer than those that were measured. */
    private static final long MOST_SYNCED_PROMPTLY = 1 << 20;

    /** What all open files of a store share, and this one's own lease on it. */
    record Context(
            Namespace namespace,
            LocalResolver resolver,
            Supplier<LocalMetadataMapper> mapper,
            Quota quota,
            OpenFiles openFiles,
            Uploads uploads,
            Promptness promptness,
            StoreLease lease) {}

    private final Context context;
    private final LocalOpening opening;
    private final boolean created;
    private final FileChannel channel;
    private final FileChannel appending;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<Upload> upload;
    private volatile List<String> names;
    private volatile Object unlinkedKey;
    private volatile FileAttributes timesToKeep = FileAttributes.EMPTY;
    private volatile boolean writtenSinceTimes;
    private volatile boolean written;

    /**
     * @param channel open
     * @param upload that it writes, if any
     * @param effect what opening did already
     */
    LocalFile(
            Context context,
            LocalOpening opening,
            List<String> names,
            FileChannel channel,
            Optional<Upload> upload,
            LocalOpening.Effect effect)
            throws IOException {
        this.context = context;
        this.opening = opening;
        this.names = names;
        this.channel = channel;
        this.upload = upload;
        this.created = effect == LocalOpening.Effect.CREATED;
        this.written = effect == LocalOpening.Effect.EMPTIED;
        this.appending = opening.appends() ? appending() : null;
    }

    /** A second channel where writes go to the end: Java has none that reads and appends. */
    private FileChannel appending() throws IOException {
        try {
            return FileChannel.open(path(), StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public List<String> names() {
        return names;
    }

    /** The upload that it writes, until that is published. */
    Optional<Upload> upload() {
        return upload;
    }

    /** From now on it is the file that has the name. */
    void published() {
        upload = Optional.empty();
    }

    void movedTo(List<String> place) {
        names = place;
        upload.ifPresent(moved -> moved.movedTo(
                context.resolver().path(place).resolveSibling(moved.path().getFileName())));
    }

    private Path path() {
        return upload.map(Upload::path).orElseGet(() -> context.resolver().path(names));
    }

    void unlinked() {
        unlinkedKey = new Object();
    }

    void rememberTimes(FileAttributes changes) {
        if (changes.has(Attribute.MODIFY_TIME) || changes.has(Attribute.ACCESS_TIME)) {
            timesToKeep = onlyTimes(changes);
            writtenSinceTimes = false;
        }
    }

    private static FileAttributes onlyTimes(FileAttributes changes) {
        FileAttributes.Builder times = FileAttributes.builder(FileType.UNKNOWN);
        if (changes.has(Attribute.ACCESS_TIME)) {
            times.accessTime(changes.accessSeconds(), changes.accessNanos());
        }
        if (changes.has(Attribute.MODIFY_TIME)) {
            times.modifyTime(changes.modifySeconds(), changes.modifyNanos());
        }
        return times.build();
    }

    @Override
    public Object orderKey() {
        Object own = unlinkedKey;
        return own != null ? own : context.openFiles().key(names);
    }

    @Override
    public int read(ByteBuffer target, long position) throws FileTreeException {
        long began = System.nanoTime();
        try {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(target, position + total);
                if (count < 0) {
                    return total == 0 ? -1 : total;
                }
                total += count;
            }
            return total;
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (java.nio.channels.NonReadableChannelException notForReading) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for reading", notForReading);
        } finally {
            context.promptness().took(System.nanoTime() - began);
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws FileTreeException {
        Optional<Upload> own = upload.filter(any -> opening.concludes());
        if (own.isEmpty()) {
            writeAll(source, position);
            return;
        }
        FailedWrites failed = own.get().failedWrites();
        int length = source.remaining();
        try {
            writeAll(source, position);
            failed.written(position, length);
        } catch (FileTreeException notWritten) {
            failed.failed(position, length, notWritten);
            throw notWritten;
        } catch (RuntimeException | Error unexpected) {
            failed.failed(position, length, unexpected);
            throw unexpected;
        }
    }

    private void writeAll(ByteBuffer source, long position) throws FileTreeException {
        long began = System.nanoTime();
        try {
            if (context.quota().isBounded()) {
                takeRoom(source.remaining(), position);
            }
            long at = position;
            while (source.hasRemaining()) {
                at += appending != null ? appending.write(source) : channel.write(source, at);
            }
            touched();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (java.nio.channels.NonWritableChannelException notForWriting) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing", notForWriting);
        } finally {
            context.promptness().took(System.nanoTime() - began);
        }
    }

    private void touched() {
        writtenSinceTimes = true;
        written = true;
    }

    private void takeRoom(int length, long position) throws IOException, FileTreeException {
        long size = channel.size();
        long end = appending != null ? size + length : Math.addExact(position, length);
        if (end > size) {
            context.quota().takeBytes(end - size);
        }
    }

    private void grow(long before, long size) throws IOException, FileTreeException {
        context.quota().takeBytes(size - before);
        boolean grown = false;
        try {
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            grown = true;
        } finally {
            if (!grown) {
                context.quota().give(size - before, 0);
            }
        }
    }

    @Override
    public void truncate(long size) throws FileTreeException {
        try {
            long before = channel.size();
            if (size == before) {
                return;
            }
            if (size > before) {
                grow(before, size);
            } else {
                channel.truncate(size);
                context.quota().give(before - size, 0);
                upload.ifPresent(own -> own.failedWrites().truncated(size));
            }
            touched();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (java.nio.channels.NonWritableChannelException notForWriting) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing", notForWriting);
        }
    }

    /** Whoever asks for that wants to find it after a crash: an upload is published as far as it is. */
    @Override
    public void sync() throws FileTreeException {
        force();
        Optional<Upload> own = upload;
        if (own.isPresent()) {
            own.get().failedWrites().throwIfAny("Not all of the file could be written");
            context.uploads().publish(this, own.get());
        }
    }

    private void force() throws FileTreeException {
        long began = System.nanoTime();
        try {
            channel.force(true);
        } catch (IOException failed) {
            throw Failures.of(failed);
        } finally {
            context.promptness().syncTook(System.nanoTime() - began);
        }
    }

    @Override
    public boolean closesPromptly() {
        if (!opening.syncs()) {
            return true;
        }
        try {
            return context.promptness().syncsPromptly() && channel.size() <= MOST_SYNCED_PROMPTLY;
        } catch (IOException failed) {
            return false;
        }
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException {
        return context.namespace().shared(() -> {
            try {
                return unlinkedKey == null ? context.mapper().get().read(path(), false, wanted) : withoutName();
            } catch (NoSuchFileException removedByOthers) {
                return withoutName();
            }
        });
    }

    private FileAttributes withoutName() throws IOException {
        return FileAttributes.builder(FileType.REGULAR)
                .size(channel.size())
                .permissions(0600)
                .linkCount(0)
                .build();
    }

    @Override
    public void setAttributes(FileAttributes changes) throws FileTreeException {
        if (changes.has(Attribute.SIZE)) {
            truncate(changes.size());
        }
        FileAttributes rest = changes.toBuilder().without(Attribute.SIZE).build();
        if (rest.isEmpty() || unlinkedKey != null) {
            return;
        }
        context.namespace().shared(() -> {
            LocalStore.refuseWhatWasNotKept(context.mapper().get().write(path(), false, rest));
            rememberTimes(rest);
            return null;
        });
    }

    @Override
    public long transferTo(StoreFile target, long position, long length, long targetPosition) throws FileTreeException {
        if (!(target instanceof LocalFile other)
                || other.appending != null
                || other.context.quota().isBounded()) {
            return -1;
        }
        try {
            long moved = 0;
            while (moved < length) {
                long count = channel.transferTo(
                        position + moved,
                        Math.min(length - moved, 64 << 20),
                        other.channel.position(targetPosition + moved));
                if (count <= 0) {
                    break;
                }
                moved += count;
            }
            other.touched();
            return moved;
        } catch (IOException failed) {
            FileTreeException why = Failures.of(failed);
            other.upload.filter(any -> other.opening.concludes()).ifPresent(own -> own.failedWrites()
                    .failed(targetPosition, length, why));
            throw why;
        }
    }

    @Override
    public void close() throws FileTreeException {
        if (closed.compareAndSet(false, true)) {
            try {
                accept();
            } finally {
                release();
            }
        }
    }

    /**
     * Makes good on the promise that the answer to CLOSE is. What is not whole becomes what it becomes when a connection breaks.
     */
    private void accept() throws FileTreeException {
        Optional<Upload> broken =
                upload.filter(any -> opening.concludes() && any.failedWrites().any());
        if (broken.isPresent()) {
            context.uploads().abandon(this, broken.get());
            broken.get().failedWrites().throwIfAny("The upload is not complete, since a write of it failed");
        }
        // Before the content takes its name, or it would be seen with another time for a moment.
        keepTimes();
        boolean syncs = opening.syncs();
        Optional<Upload> own = upload.filter(any -> opening.concludes());
        if (own.isPresent()) {
            publish(own.get(), syncs);
        } else if (syncs && unlinkedKey == null && (written || created)) {
            force();
            if (created) {
                context.uploads().syncDirectory(names.subList(0, names.size() - 1));
            }
        }
    }

    private void publish(Upload own, boolean syncs) throws FileTreeException {
        boolean whole = false;
        try {
            if (syncs) {
                force();
            }
            context.uploads().publish(this, own);
            whole = true;
        } finally {
            if (!whole) {
                context.uploads().discard(own);
            }
        }
    }

    private void release() throws FileTreeException {
        try {
            if (appending != null) {
                appending.close();
            }
            channel.close();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } finally {
            // Until here a rename is heard of, since the name is used to the last.
            context.openFiles().remove(this);
            context.lease().close();
        }
    }

    /** sftp -p and sshfs set times before CLOSE; what was written after must not undo that. */
    private void keepTimes() throws FileTreeException {
        if (!writtenSinceTimes || timesToKeep.isEmpty()) {
            return;
        }
        context.namespace().shared(() -> {
            try {
                if (unlinkedKey == null) {
                    context.mapper().get().write(path(), false, timesToKeep);
                }
            } catch (NoSuchFileException removedByOthers) {
                return null;
            }
            return null;
        });
    }

    @Override
    public void abandon() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            Optional<Upload> own = upload.filter(any -> opening.concludes());
            if (own.isPresent()) {
                context.uploads().abandon(this, own.get());
            } else {
                keepTimes();
            }
        } catch (FileTreeException lost) {
            LOG.warn("an upload without an end could not be cleared away: {}", lost.getMessage());
        } finally {
            releaseUnheard();
        }
    }

    private void releaseUnheard() {
        try {
            release();
        } catch (FileTreeException nothingIsLost) {
            LOG.debug("a file that its client left: {}", nothingIsLost.getMessage());
        }
    }
}
