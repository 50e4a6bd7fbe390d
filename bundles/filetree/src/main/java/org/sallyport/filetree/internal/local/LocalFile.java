/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.StoreFile;

/** An open local file. Its channel stays valid whatever happens to its name. */
final class LocalFile implements StoreFile {

    /** What all open files of a store share, and this one's own lease on it. */
    record Context(
            Namespace namespace,
            LocalResolver resolver,
            Supplier<LocalMetadataMapper> mapper,
            Quota quota,
            OpenFiles openFiles,
            Promptness promptness,
            StoreLease lease) {}

    private final Context context;
    private final FileChannel channel;
    private final FileChannel appending;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile List<String> names;
    private volatile Object unlinkedKey;
    private volatile FileAttributes timesToKeep = FileAttributes.EMPTY;
    private volatile boolean writtenSinceTimes;

    private LocalFile(Context context, List<String> names, FileChannel channel, FileChannel appending) {
        this.context = context;
        this.names = names;
        this.channel = channel;
        this.appending = appending;
    }

    static LocalFile open(Context context, List<String> names, OpenOptions options, FileAttributes initial)
            throws IOException, FileTreeException {
        boolean opened = false;
        try {
            LocalFile file = tryOpen(context, names, options, initial);
            opened = true;
            return file;
        } finally {
            if (!opened) {
                context.lease().close();
            }
        }
    }

    private static LocalFile tryOpen(Context context, List<String> names, OpenOptions options, FileAttributes initial)
            throws IOException, FileTreeException {
        Path path = context.resolver().path(names);
        BasicFileAttributes there = lstat(path);
        if (there == null && options.create()) {
            try {
                return create(context, names, path, options, initial);
            } catch (FileAlreadyExistsException raced) {
                if (options.exclusive()) {
                    throw raced;
                }
                there = lstat(path);
            }
        }
        if (there == null) {
            throw new NoSuchFileException("");
        }
        if (options.exclusive()) {
            throw new FileAlreadyExistsException("");
        }
        if (there.isDirectory()) {
            throw Failures.of(Reason.IS_A_DIRECTORY);
        }
        if (!there.isRegularFile()) {
            throw new FileTreeException(
                    there.isSymbolicLink() ? Reason.LINK_LOOP : Reason.PERMISSION_DENIED, "Not a regular file");
        }
        Set<OpenOption> modes = modes(options);
        if (options.truncate() && options.write()) {
            modes.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        FileChannel channel = FileChannel.open(path, modes);
        if (options.truncate() && options.write()) {
            context.quota().give(there.size(), 0);
        }
        return new LocalFile(context, names, channel, appending(path, options, channel));
    }

    private static LocalFile create(
            Context context, List<String> names, Path path, OpenOptions options, FileAttributes initial)
            throws IOException, FileTreeException {
        context.quota().takeFiles(1);
        try {
            Set<OpenOption> modes = modes(options);
            modes.add(StandardOpenOption.WRITE);
            modes.add(StandardOpenOption.CREATE_NEW);
            FileChannel channel = FileChannel.open(path, modes);
            context.mapper().get().write(path, false, initial);
            return new LocalFile(context, names, channel, appending(path, options, channel));
        } catch (IOException failed) {
            context.quota().give(0, 1);
            throw failed;
        }
    }

    private static BasicFileAttributes lstat(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    private static Set<OpenOption> modes(OpenOptions options) {
        Set<OpenOption> modes = new HashSet<>();
        modes.add(LinkOption.NOFOLLOW_LINKS);
        if (options.read() || !options.write()) {
            modes.add(StandardOpenOption.READ);
        }
        if (options.write()) {
            modes.add(StandardOpenOption.WRITE);
        }
        return modes;
    }

    /** A second channel where writes go to the end: Java has none that reads and appends. */
    private static FileChannel appending(Path path, OpenOptions options, FileChannel channel) throws IOException {
        if (!options.append()) {
            return null;
        }
        try {
            return FileChannel.open(path, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException failed) {
            channel.close();
            throw failed;
        }
    }

    @Override
    public List<String> names() {
        return names;
    }

    void movedTo(List<String> place) {
        names = place;
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
        long began = System.nanoTime();
        try {
            if (context.quota().isBounded()) {
                takeRoom(source.remaining(), position);
            }
            long at = position;
            while (source.hasRemaining()) {
                at += appending != null ? appending.write(source) : channel.write(source, at);
            }
            writtenSinceTimes = true;
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (java.nio.channels.NonWritableChannelException notForWriting) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing", notForWriting);
        } finally {
            context.promptness().took(System.nanoTime() - began);
        }
    }

    private void takeRoom(int length, long position) throws IOException, FileTreeException {
        long size = channel.size();
        long end = appending != null ? size + length : Math.addExact(position, length);
        if (end > size) {
            context.quota().takeBytes(end - size);
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
                context.quota().takeBytes(size - before);
                channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
            } else {
                channel.truncate(size);
                context.quota().give(before - size, 0);
            }
            writtenSinceTimes = true;
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (java.nio.channels.NonWritableChannelException notForWriting) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "The file is not open for writing", notForWriting);
        }
    }

    @Override
    public void sync() throws FileTreeException {
        try {
            channel.force(true);
            if (appending != null) {
                appending.force(true);
            }
        } catch (IOException failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public FileAttributes attributes(Set<Attribute> wanted) throws FileTreeException {
        return context.namespace().shared(() -> {
            try {
                return unlinkedKey == null
                        ? context.mapper().get().read(context.resolver().path(names), false, wanted)
                        : withoutName();
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
            LocalStore.refuseWhatWasNotKept(
                    context.mapper().get().write(context.resolver().path(names), false, rest));
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
            other.writtenSinceTimes = true;
            return moved;
        } catch (IOException failed) {
            throw Failures.of(failed);
        }
    }

    @Override
    public void close() throws FileTreeException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            if (appending != null) {
                appending.close();
            }
            channel.close();
            // Still among the open files, so that a rename is heard of until the last use of the name.
            keepTimes();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } finally {
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
                    context.mapper().get().write(context.resolver().path(names), false, timesToKeep);
                }
            } catch (NoSuchFileException removedByOthers) {
                return null;
            }
            return null;
        });
    }

    @Override
    public void abandon() {
        try {
            close();
        } catch (FileTreeException nobodyToTell) {
            return;
        }
    }
}
