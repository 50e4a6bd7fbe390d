/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.vfs;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.commons.vfs2.Capability;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileType;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.MetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.api.storage.operation.Expectation;
import org.sallyport.api.storage.operation.StoreOperations;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.FileKey;
import org.sallyport.filetree.internal.store.Guard;
import org.sallyport.filetree.internal.store.HiddenNames;
import org.sallyport.filetree.internal.store.NewModes;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.Room;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.StoreFile;
import org.sallyport.filetree.internal.store.Viewer;
import org.sallyport.filetree.internal.store.WritePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any store that Commons VFS can open, by what all providers have: whole contents in and out, listings, rename and delete. Files are
 * written by way of a spool file, because few providers can write at any offset, and stored at close.
 */
public final class VfsStore implements Store {

    private static final Logger LOG = LoggerFactory.getLogger(VfsStore.class);
    private static final int BLOCK = 4096;

    /** For stores that do not tell their room: more than any client divides wrongly, less than overflows one. */
    private static final long UNKNOWN_ROOM = 8L << 40;

    /** The same for files. */
    private static final long UNKNOWN_FILES = 1 << 20;

    private static final StoreSpace UNKNOWN = new StoreSpace(-1, -1);

    /** Bytes of a file that is not there. */
    static final long NOTHING = -1;

    private final StoreLease lease;
    private final Supplier<MetadataMapper> mapper;
    private final Quota quota;
    private final NewModes newModes;
    private final OpenFiles openFiles = new OpenFiles();

    /**
     * @param mapper asked for each use, since another may take its place at any time
     * @param newModes permissions of new files and directories
     */
    public VfsStore(StoreLease lease, Supplier<MetadataMapper> mapper, Quota quota, NewModes newModes) {
        this.lease = lease;
        this.mapper = mapper;
        this.quota = quota;
        this.newModes = newModes;
    }

    @Override
    public Store forSession(Viewer viewer, Guard guard) {
        return this;
    }

    @Override
    public String displayName() {
        return lease.displayName();
    }

    @Override
    public boolean isPrompt() {
        return false;
    }

    @Override
    public boolean isCurrent() {
        return lease.isCurrent();
    }

    @Override
    public int openFiles() {
        return openFiles.count();
    }

    @Override
    public Object orderKey(List<String> names) {
        return new FileKey(lease.displayName(), names);
    }

    /** What a provider does; whatever it throws becomes a reason for this request alone. */
    @FunctionalInterface
    interface Action<T> {

        T run() throws IOException, FileTreeException;
    }

    static <T> T guarded(Action<T> action) throws FileTreeException {
        try {
            return action.run();
        } catch (IOException failed) {
            throw Failures.of(failed);
        } catch (RuntimeException faulty) {
            throw new FileTreeException(Reason.FAILURE, "The store's provider failed", faulty);
        }
    }

    private FileObject existing(List<String> names) throws IOException, FileTreeException {
        FileObject file = lease.resolve(names);
        if (!file.exists()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        return file;
    }

    private void requireWritable(FileObject file) throws FileTreeException {
        if (!file.getFileSystem().hasCapability(Capability.WRITE_CONTENT)) {
            throw new FileTreeException(Reason.READ_ONLY, "The store is read-only");
        }
    }

    /** Whether it is known that no file can be created, or replaced, at a place; a store that is away does not tell. */
    boolean isReadOnly(List<String> names) {
        try {
            return guarded(() -> !lease.resolve(names).isWriteable());
        } catch (FileTreeException unknown) {
            return false;
        }
    }

    @Override
    public FileAttributes stat(List<String> names, boolean followLinks, Set<Attribute> wanted)
            throws FileTreeException {
        return guarded(() -> {
            FileAttributes attributes = mapper().read(existing(names), wanted);
            Optional<VfsFile> pending = openFiles.writtenAt(names);
            return pending.isPresent() ? pending.get().withPending(attributes) : attributes;
        });
    }

    @Override
    public List<String> canonicalize(List<String> names) {
        return names;
    }

    @Override
    public OpenDirectory openDirectory(List<String> names, Set<Attribute> wanted) throws FileTreeException {
        return guarded(() -> {
            FileObject directory = existing(names);
            if (directory.getType() != FileType.FOLDER) {
                throw Failures.of(Reason.NOT_A_DIRECTORY);
            }
            FileAttributes own = mapper().read(directory, wanted);
            return new VfsDirectory(
                    lease, mapper, own, List.of(directory.getChildren()).iterator(), wanted);
        });
    }

    @Override
    public StoreFile open(List<String> names, OpenOptions options, FileAttributes initial, WritePolicy policy)
            throws FileTreeException {
        return guarded(() -> {
            FileObject file = lease.resolve(names);
            boolean exists = file.exists();
            if (!exists && !options.create()) {
                throw Failures.of(Reason.NO_SUCH_FILE);
            }
            if (exists && options.exclusive()) {
                throw Failures.of(Reason.ALREADY_EXISTS);
            }
            if (exists && file.getType() == FileType.FOLDER) {
                throw Failures.of(Reason.IS_A_DIRECTORY);
            }
            if (options.write()) {
                requireWritable(file);
                requireParent(names);
            }
            VfsFile opened = VfsFile.open(this, names, file, options, exists, initial);
            openFiles.add(opened, names, options.write());
            return opened;
        });
    }

    private void requireParent(List<String> names) throws IOException, FileTreeException {
        FileObject parent = lease.resolve(names.subList(0, names.size() - 1));
        if (!parent.exists()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        if (parent.getType() != FileType.FOLDER) {
            throw Failures.of(Reason.NOT_A_DIRECTORY);
        }
    }

    /** Deletes what uploads that are over have left in a directory. */
    void removeLeftovers(List<String> directory) throws FileTreeException {
        guarded(() -> {
            for (FileObject child : lease.resolve(directory).getChildren()) {
                if (HiddenNames.isHidden(lease.nameOf(child))) {
                    child.delete();
                }
            }
            return null;
        });
    }

    void closed(VfsFile file) {
        openFiles.remove(file);
    }

    StoreLease shareLease() {
        return lease.share();
    }

    FileObject resolve(List<String> names) throws IOException {
        return lease.resolve(names);
    }

    MetadataMapper mapper() {
        return mapper.get();
    }

    Quota quota() {
        return quota;
    }

    /** What a new file is given of what was asked for with it. */
    FileAttributes forNewFile(FileAttributes initial) {
        return forNew(initial, 0666);
    }

    /** Permissions are left to the store where nobody asked for any, and none are forced. */
    private FileAttributes forNew(FileAttributes initial, int otherwise) {
        FileAttributes.Builder given = initial.toBuilder().without(Attribute.SIZE);
        if (initial.has(Attribute.PERMISSIONS) || newModes.forced() != 0) {
            int asked = initial.has(Attribute.PERMISSIONS) ? initial.permissions() : otherwise;
            given.permissions(newModes.of(asked));
        }
        return given.build();
    }

    @Override
    public void makeDirectory(List<String> names, FileAttributes initial, WritePolicy policy) throws FileTreeException {
        guarded(() -> {
            FileObject directory = lease.resolve(names);
            if (directory.exists()) {
                throw Failures.of(Reason.ALREADY_EXISTS);
            }
            requireWritable(directory);
            requireParent(names);
            quota.takeFiles(1);
            directory.createFolder();
            mapper().forgotten(directory);
            FileAttributes given = forNew(initial, 0777);
            if (!given.isEmpty()) {
                give(directory, given);
            }
            return null;
        });
    }

    /** What cannot be kept, or is refused, does not fail the creation. */
    private void give(FileObject directory, FileAttributes given) {
        try {
            mapper().write(directory, given);
        } catch (IOException refused) {
            LOG.debug("attributes that a directory was to have are left out: {}", refused.toString());
        }
    }

    @Override
    public void remove(List<String> names) throws FileTreeException {
        giveBack(removeAlone(names));
    }

    /** Removes, and leaves it to the caller to count. @return bytes that were there, 0 where nobody counts */
    long removeAlone(List<String> names) throws FileTreeException {
        return guarded(() -> {
            FileObject file = existing(names);
            if (file.getType() == FileType.FOLDER) {
                throw Failures.of(Reason.IS_A_DIRECTORY);
            }
            requireWritable(file);
            long size = quota.isBounded() ? file.getContent().getSize() : 0;
            if (!file.delete()) {
                throw Failures.of(Reason.PERMISSION_DENIED);
            }
            mapper().forgotten(file);
            openFiles.removed(names);
            return size;
        });
    }

    @Override
    public void removeDirectory(List<String> names) throws FileTreeException {
        guarded(() -> {
            FileObject directory = existing(names);
            if (directory.getType() != FileType.FOLDER) {
                throw Failures.of(Reason.NOT_A_DIRECTORY);
            }
            requireWritable(directory);
            if (directory.getChildren().length > 0) {
                throw Failures.of(Reason.NOT_EMPTY);
            }
            if (!directory.delete()) {
                throw Failures.of(Reason.PERMISSION_DENIED);
            }
            mapper().forgotten(directory);
            quota.give(0, 1);
            return null;
        });
    }

    @Override
    public void rename(List<String> from, List<String> to, RenameMode mode, WritePolicy policy)
            throws FileTreeException {
        long replaced = quota.isBounded() && !from.equals(to) ? sizeOf(to) : NOTHING;
        renameAlone(from, to, mode);
        giveBack(replaced);
    }

    /** Bytes of what is at a place; for a directory, which counts as one too, 0. */
    private long sizeOf(List<String> names) throws FileTreeException {
        return guarded(() -> {
            FileObject file = lease.resolve(names);
            if (!file.exists()) {
                return NOTHING;
            }
            return file.getType() == FileType.FOLDER ? 0 : file.getContent().getSize();
        });
    }

    /** @param freed bytes of a file that has gone, or {@link #NOTHING} */
    void giveBack(long freed) {
        if (freed != NOTHING) {
            quota.give(freed, 1);
        }
    }

    /** Renames, and leaves it to the caller to count. */
    void renameAlone(List<String> from, List<String> to, RenameMode mode) throws FileTreeException {
        try {
            tryRename(from, to, mode);
        } catch (FileTreeException taken) {
            if (taken.reason() != Reason.ALREADY_EXISTS || mode == RenameMode.NO_REPLACE) {
                throw taken;
            }
            tryRename(from, to, mode); // others put a file there just then, which is seen now
        }
    }

    private void tryRename(List<String> from, List<String> to, RenameMode mode) throws FileTreeException {
        guarded(() -> {
            FileObject source = existing(from);
            FileObject target = lease.resolve(to);
            requireWritable(source);
            if (from.equals(to) && mode != RenameMode.NO_REPLACE) {
                return null;
            }
            if (to.size() > from.size() && to.subList(0, from.size()).equals(from)) {
                throw new FileTreeException(Reason.INVALID_ARGUMENT, "A directory cannot be moved below itself");
            }
            requireParent(to);
            if (target.exists()) {
                replace(source, target, mode);
            }
            mapper().move(source, target);
            openFiles.moved(from, to);
            return null;
        });
    }

    /**
     * Providers differ in what a move does to an existing target ({@code ram} even fails), so it is removed first, but in stores that are
     * known to replace a file in one update.
     */
    private static void replace(FileObject source, FileObject target, RenameMode mode)
            throws IOException, FileTreeException {
        boolean folder = target.getType() == FileType.FOLDER;
        if (mode == RenameMode.NO_REPLACE || folder && mode == RenameMode.REPLACE_FILE) {
            throw Failures.of(Reason.ALREADY_EXISTS);
        }
        if (folder != (source.getType() == FileType.FOLDER)) {
            throw Failures.of(folder ? Reason.IS_A_DIRECTORY : Reason.NOT_A_DIRECTORY);
        }
        if (folder && target.getChildren().length > 0) {
            throw Failures.of(Reason.NOT_EMPTY);
        }
        if (!folder && source instanceof StoreOperations && target instanceof StoreOperations) {
            return;
        }
        if (mode == RenameMode.REPLACE_AT_ONCE) {
            throw Failures.of(Reason.UNSUPPORTED);
        }
        target.delete();
    }

    @Override
    public void setAttributes(List<String> names, boolean followLinks, FileAttributes changes)
            throws FileTreeException {
        Optional<VfsFile> pending = openFiles.writtenAt(names);
        if (pending.isPresent()) {
            pending.get().setAttributes(changes);
            return;
        }
        if (changes.has(Attribute.SIZE)) {
            StoreFile file = open(
                    names,
                    new OpenOptions(false, true, false, false, false, false, false),
                    FileAttributes.EMPTY,
                    WritePolicy.IN_PLACE);
            try {
                file.truncate(changes.size());
            } finally {
                file.close();
            }
        }
        guarded(() -> {
            FileObject file = existing(names);
            requireWritable(file);
            FileAttributes rest = changes.toBuilder().without(Attribute.SIZE).build();
            refuseWhatWasNotKept(rest.isEmpty() ? Set.of() : mapper().write(file, rest));
            return null;
        });
    }

    static void refuseWhatWasNotKept(Set<Attribute> refused) throws FileTreeException {
        if (!refused.isEmpty()) {
            throw new FileTreeException(Reason.UNSUPPORTED, "The store cannot keep all of these attributes");
        }
    }

    @Override
    public String readLink(List<String> names) throws FileTreeException {
        guarded(() -> existing(names));
        throw Failures.of(Reason.INVALID_ARGUMENT);
    }

    @Override
    public void symlink(List<String> names, String target) throws FileTreeException {
        throw Failures.of(Reason.UNSUPPORTED);
    }

    @Override
    public void link(List<String> existing, List<String> newLink) throws FileTreeException {
        guarded(() -> {
            FileObject source = existing(existing);
            if (source.getType() == FileType.FOLDER) {
                throw Failures.of(Reason.IS_A_DIRECTORY);
            }
            if (!(source instanceof StoreOperations operations)) {
                throw Failures.of(Reason.UNSUPPORTED);
            }
            FileObject target = lease.resolve(newLink);
            if (target.exists()) {
                throw Failures.of(Reason.ALREADY_EXISTS);
            }
            requireParent(newLink);
            quota.takeFiles(1);
            boolean linked = false;
            try {
                linked = operations.copyTo(target, Expectation.ABSENT);
            } finally {
                if (!linked) {
                    quota.give(0, 1);
                }
            }
            if (!linked) {
                throw Failures.of(Reason.UNSUPPORTED);
            }
            return null;
        });
    }

    @Override
    public Space space(List<String> names) throws FileTreeException {
        return guarded(() -> {
            FileObject file = existing(names);
            boolean readOnly = !file.getFileSystem().hasCapability(Capability.WRITE_CONTENT);
            StoreSpace room = file instanceof StoreOperations operations ? operations.space() : UNKNOWN;
            long total = quota.mostBytes(room.total() < 0 ? UNKNOWN_ROOM : room.total());
            long free = readOnly ? 0 : quota.freeBytes(room.free() < 0 ? UNKNOWN_ROOM : room.free());
            return new Room(BLOCK, total, free, free, UNKNOWN_FILES, quota.freeFiles(UNKNOWN_FILES))
                    .space(Integer.toUnsignedLong(lease.displayName().hashCode()), readOnly, 255);
        });
    }

    @Override
    public void close() {
        lease.close();
    }
}
