/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.LocalMetadataMapper;
import org.sallyport.api.storage.StoreLease;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.FilteredDirectory;
import org.sallyport.filetree.internal.store.Guard;
import org.sallyport.filetree.internal.store.NewModes;
import org.sallyport.filetree.internal.store.Quota;
import org.sallyport.filetree.internal.store.Room;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.StoreFile;
import org.sallyport.filetree.internal.store.Viewer;
import org.sallyport.filetree.internal.store.WritePolicy;

/**
 * A folder of the local file system, by {@code java.nio.file} alone: as fast as a native server, and able to bear names that Commons VFS
 * cannot.
 *
 * <p>Finding a place and using it happen under the shared side of a lock whose exclusive side renames and new links take, so that no
 * session can swing a link into another's path between the two. Reading and writing content is done on open channels, outside the lock.
 */
public final class LocalStore implements Store {

    private static final int MOST_NAME_BYTES = 255;

    private final StoreLease lease;
    private final Path root;
    private final Object rootKey;
    private final LocalResolver resolver;
    private final Supplier<LocalMetadataMapper> mapper;
    private final Promptness promptness;
    private final Quota quota;
    private final NewModes newModes;
    private final OpenFiles openFiles;
    private final Object identity;
    private final Namespace namespace;
    private final Uploads uploads;
    private final Object session;
    private final Guard guard;

    /**
     * @param root exists
     * @param newModes permissions of new files and directories
     */
    public LocalStore(
            StoreLease lease,
            Path root,
            Supplier<LocalMetadataMapper> mapper,
            Quota quota,
            NewModes newModes,
            UploadSweeper sweeper)
            throws IOException {
        this.lease = lease;
        this.root = root;
        this.resolver = new LocalResolver(root.toRealPath());
        this.rootKey = lstat(resolver.root()).fileKey();
        this.mapper = mapper;
        this.quota = quota;
        this.newModes = newModes;
        FileStore disk = Files.getFileStore(resolver.root());
        this.promptness = new Promptness(disk.type());
        this.namespace = new Namespace(promptness);
        this.identity = resolver.root();
        this.openFiles = new OpenFiles(identity);
        this.uploads = new Uploads(namespace, resolver, mapper, quota, openFiles, promptness);
        this.session = this;
        this.guard = Guard.OPEN;
        sweeper.sweepOnce(resolver.root());
        if (quota.isBounded()) {
            Usage usage = Usage.of(resolver.root());
            quota.count(usage.bytes(), usage.files());
        }
    }

    private LocalStore(LocalStore shared, Object session, Guard guard) {
        this.lease = shared.lease;
        this.root = shared.root;
        this.rootKey = shared.rootKey;
        this.resolver = shared.resolver;
        this.mapper = shared.mapper;
        this.promptness = shared.promptness;
        this.namespace = shared.namespace;
        this.quota = shared.quota;
        this.newModes = shared.newModes;
        this.identity = shared.identity;
        this.openFiles = shared.openFiles;
        this.uploads = shared.uploads;
        this.session = session;
        this.guard = guard;
    }

    @Override
    public Store forSession(Viewer viewer, Guard allowed) {
        return new LocalStore(this, viewer, allowed);
    }

    @Override
    public String displayName() {
        return lease.displayName();
    }

    @Override
    public boolean isPrompt() {
        return promptness.isPrompt();
    }

    @Override
    public boolean isCurrent() {
        return lease.isCurrent();
    }

    @Override
    public boolean isInPlace() {
        try {
            Path now = root.toRealPath();
            return now.equals(resolver.root()) && Objects.equals(lstat(now).fileKey(), rootKey);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public int openFiles() {
        return openFiles.count();
    }

    @Override
    public Object orderKey(List<String> names) {
        return openFiles.orderKey(names);
    }

    /** Who decides about a place: what the session asked for itself was decided before, where links led to was not. */
    private Guard guard(List<String> names, List<String> place) {
        return place.equals(names) ? Guard.OPEN : guard;
    }

    /** Where what the session sees at these names is, which it may look at; it need not exist. */
    private Path seen(List<String> names, boolean followLast) throws IOException, FileTreeException {
        List<String> place = resolver.resolve(names, followLast);
        guard(names, place).look(place);
        return at(place);
    }

    private Path at(List<String> place) {
        return openFiles.uploadAt(place, session).map(Upload::path).orElseGet(() -> resolver.path(place));
    }

    @Override
    public FileAttributes stat(List<String> names, boolean followLinks, Set<Attribute> wanted)
            throws FileTreeException {
        return namespace.shared(() -> {
            // Most names are no links, and those are looked at once only.
            FileAttributes found = mapper.get().read(seen(names, false), false, wanted);
            return followLinks && found.type() == FileType.SYMLINK
                    ? mapper.get().read(seen(names, true), false, wanted)
                    : found;
        });
    }

    @Override
    public List<String> canonicalize(List<String> names) throws FileTreeException {
        return namespace.shared(() -> {
            List<String> place = resolver.resolve(names, true);
            guard(names, place).find(place);
            return place;
        });
    }

    @Override
    public OpenDirectory openDirectory(List<String> names, Set<Attribute> wanted) throws FileTreeException {
        return namespace.shared(() -> {
            List<String> place = resolver.resolve(names, true);
            Predicate<String> shown = guard(names, place).list(place);
            Path directory = resolver.path(place);
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
                    throw new NoSuchFileException("");
                }
                throw new NotDirectoryException("");
            }
            OpenDirectory listing =
                    new LocalDirectory(namespace, resolver, place, mapper, wanted, openFiles.uploadsIn(place, session));
            return place.equals(names) ? listing : new FilteredDirectory(listing, shown);
        });
    }

    @Override
    public StoreFile open(List<String> names, OpenOptions options, FileAttributes initial, WritePolicy policy)
            throws FileTreeException {
        return namespace.shared(() -> {
            LocalResolver.Found place = resolver.find(names, !options.noFollow() && !options.exclusive());
            OpenOptions allowed = guard(names, place.names()).open(place.names(), options);
            LocalFile file = new LocalOpening(allowed, masked(initial, 0666), policy, session)
                    .open(
                            new LocalFile.Context(
                                    namespace, resolver, mapper, quota, openFiles, uploads, promptness, lease.share()),
                            place);
            openFiles.add(file, names);
            return file;
        });
    }

    private FileAttributes masked(FileAttributes initial, int otherwise) {
        int wanted = initial.has(Attribute.PERMISSIONS) ? initial.permissions() & 0777 : otherwise;
        return initial.toBuilder()
                .without(Attribute.SIZE)
                .permissions(newModes.of(wanted))
                .build();
    }

    /** The path for a new entry at a resolved place. */
    private Path free(List<String> place) throws IOException {
        if (openFiles.uploadAt(place, session).isPresent()) {
            throw new FileAlreadyExistsException("");
        }
        return resolver.path(place);
    }

    @Override
    public void makeDirectory(List<String> names, FileAttributes initial, WritePolicy policy) throws FileTreeException {
        List<String> parent = namespace.shared(() -> {
            List<String> place = resolver.resolve(names, false);
            guard(names, place).makeDirectory(place);
            Path directory = free(place);
            quota.takeFiles(1);
            FileAttributes masked = masked(initial, 0777);
            try {
                Files.createDirectory(directory, NewFile.firstMode(directory, masked));
            } catch (IOException failed) {
                quota.give(0, 1);
                throw failed;
            }
            NewFile.give(mapper.get(), directory, masked);
            return place.subList(0, place.size() - 1);
        });
        if (policy.syncs()) {
            uploads.syncDirectory(parent);
        }
    }

    @Override
    public void remove(List<String> names) throws FileTreeException {
        namespace.shared(() -> {
            List<String> place = resolver.resolve(names, false);
            guard(names, place).remove(place);
            Path file = resolver.path(place);
            Optional<Upload> upload = openFiles.uploadAt(place, session);
            if (upload.isPresent()) {
                uploads.cancel(upload.get());
                if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return null;
                }
            }
            BasicFileAttributes attributes = lstat(file);
            if (attributes.isDirectory()) {
                throw Failures.of(Reason.IS_A_DIRECTORY);
            }
            Files.delete(file);
            openFiles.removed(place);
            giveBack(attributes);
            return null;
        });
    }

    private static BasicFileAttributes lstat(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void giveBack(BasicFileAttributes removed) {
        quota.give(removed.isRegularFile() ? removed.size() : 0, 1);
    }

    @Override
    public void removeDirectory(List<String> names) throws FileTreeException {
        namespace.shared(() -> {
            List<String> place = resolver.resolve(names, false);
            guard(names, place).removeDirectory(place);
            Path directory = at(place);
            if (!lstat(directory).isDirectory()) {
                throw Failures.of(Reason.NOT_A_DIRECTORY);
            }
            Files.delete(directory);
            resolver.forget();
            quota.give(0, 1);
            return null;
        });
    }

    @Override
    public void rename(List<String> from, List<String> to, RenameMode mode, WritePolicy policy)
            throws FileTreeException {
        Moved moved = changingNames(() -> {
            List<String> source = resolver.resolve(from, false);
            List<String> target = resolver.resolve(to, false);
            // Always asked: what was a file when the session asked may be a directory by now.
            BasicFileAttributes moving = lstat(at(source));
            move(source, target, moving, guard.rename(source, target, moving.isDirectory(), mode));
            return new Moved(source, target);
        });
        if (policy.syncs()) {
            List<String> left = moved.from.subList(0, moved.from.size() - 1);
            List<String> entered = moved.to.subList(0, moved.to.size() - 1);
            uploads.syncDirectory(entered);
            if (!left.equals(entered)) {
                uploads.syncDirectory(left);
            }
        }
    }

    /** For what may put another thing, or a link, where a directory was. */
    private <T> T changingNames(Namespace.Action<T> action) throws FileTreeException {
        return namespace.exclusive(() -> {
            try {
                return action.run();
            } finally {
                resolver.forget();
            }
        });
    }

    private record Moved(List<String> from, List<String> to) {}

    private void move(List<String> source, List<String> target, BasicFileAttributes moved, RenameMode mode)
            throws IOException, FileTreeException {
        Optional<Upload> upload = openFiles.uploadAt(source, session);
        Path sourcePath = resolver.path(source);
        Path targetPath = resolver.path(target);
        Optional<Upload> uploadAtTarget = openFiles.uploadAt(target, session);
        if (source.equals(target)) {
            if (mode == RenameMode.NO_REPLACE) {
                throw new FileAlreadyExistsException("");
            }
            return;
        }
        if (target.size() > source.size() && target.subList(0, source.size()).equals(source)) {
            throw new FileTreeException(Reason.INVALID_ARGUMENT, "A directory cannot be moved below itself");
        }
        if (uploadAtTarget.isPresent() && mode == RenameMode.NO_REPLACE) {
            throw new FileAlreadyExistsException("");
        }
        BasicFileAttributes replaced = null;
        if (Files.exists(targetPath, LinkOption.NOFOLLOW_LINKS)) {
            replaced = lstat(targetPath);
            checkReplace(moved, replaced, mode);
        }
        if (upload.isPresent()) {
            uploads.follow(upload.get(), targetPath);
        }
        // An upload is not renamed over what is good: it replaces that when it is complete.
        if (upload.isEmpty() || Files.exists(sourcePath, LinkOption.NOFOLLOW_LINKS)) {
            move(sourcePath, targetPath, moved, mode);
            if (replaced != null) {
                openFiles.removed(target);
                giveBack(replaced);
            }
        }
        if (uploadAtTarget.isPresent()) {
            uploads.cancel(uploadAtTarget.get());
        }
        openFiles.moved(source, target, session);
    }

    private static void move(Path source, Path target, BasicFileAttributes moved, RenameMode mode) throws IOException {
        if (mode == RenameMode.NO_REPLACE && moved.isRegularFile()) {
            moveWithoutReplacing(source, target);
        } else {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void checkReplace(BasicFileAttributes moved, BasicFileAttributes replaced, RenameMode mode)
            throws IOException, FileTreeException {
        if (mode == RenameMode.NO_REPLACE) {
            throw new FileAlreadyExistsException("");
        }
        if (moved.isDirectory() != replaced.isDirectory()) {
            throw Failures.of(replaced.isDirectory() ? Reason.IS_A_DIRECTORY : Reason.NOT_A_DIRECTORY);
        }
        if (replaced.isDirectory() && mode == RenameMode.REPLACE_FILE) {
            throw new FileAlreadyExistsException("");
        }
    }

    /** By hard link, which the kernel refuses onto an existing name; where there are no hard links, as well as can be. */
    private static void moveWithoutReplacing(Path source, Path target) throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (IOException | UnsupportedOperationException noHardLinks) {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return;
        }
        Files.delete(source);
    }

    @Override
    public void setAttributes(List<String> names, boolean followLinks, FileAttributes changes)
            throws FileTreeException {
        FileAttributes rest = namespace.shared(() -> {
            List<String> place = resolver.resolve(names, followLinks);
            guard(names, place).setAttributes(place, changes);
            Optional<Upload> upload = openFiles.uploadAt(place, session);
            FileAttributes withoutSize =
                    changes.toBuilder().without(Attribute.SIZE).build();
            Set<Attribute> refused = withoutSize.isEmpty()
                    ? EnumSet.noneOf(Attribute.class)
                    : mapper.get()
                            .write(upload.map(Upload::path).orElseGet(() -> resolver.path(place)), false, withoutSize);
            refuseWhatWasNotKept(refused);
            openFiles.timesSet(place, upload, withoutSize);
            return changes;
        });
        if (rest.has(Attribute.SIZE)) {
            StoreFile file = open(
                    names,
                    new OpenOptions(false, true, false, false, false, false, !followLinks),
                    FileAttributes.EMPTY,
                    WritePolicy.IN_PLACE);
            try {
                file.truncate(rest.size());
            } finally {
                file.close();
            }
        }
    }

    static void refuseWhatWasNotKept(Set<Attribute> refused) throws FileTreeException {
        if (!refused.isEmpty()) {
            throw new FileTreeException(
                    Reason.UNSUPPORTED,
                    "The store cannot keep " + refused.toString().toLowerCase(java.util.Locale.ROOT));
        }
    }

    @Override
    public String readLink(List<String> names) throws FileTreeException {
        return namespace.shared(() -> {
            Path target = Files.readSymbolicLink(seen(names, false));
            if (!target.isAbsolute()) {
                return target.toString();
            }
            Path below = target.startsWith(resolver.root())
                    ? resolver.root().relativize(target)
                    : target.getRoot().relativize(target);
            return "/" + below;
        });
    }

    @Override
    public void symlink(List<String> names, String target) throws FileTreeException {
        changingNames(() -> {
            List<String> place = resolver.resolve(names, false);
            guard(names, place).symlink(place);
            Path link = free(place);
            quota.takeFiles(1);
            try {
                Files.createSymbolicLink(link, link.getFileSystem().getPath(target));
            } catch (IOException failed) {
                quota.give(0, 1);
                throw failed;
            }
            return null;
        });
    }

    @Override
    public void link(List<String> existing, List<String> newLink) throws FileTreeException {
        changingNames(() -> {
            List<String> place = resolver.resolve(existing, false);
            List<String> newPlace = resolver.resolve(newLink, false);
            guard.link(place, newPlace);
            Path source = at(place);
            if (lstat(source).isDirectory()) {
                throw Failures.of(Reason.PERMISSION_DENIED);
            }
            quota.takeFiles(1);
            try {
                Files.createLink(free(newPlace), source);
            } catch (IOException failed) {
                quota.give(0, 1);
                throw failed;
            }
            return null;
        });
    }

    @Override
    public Space space(List<String> names) throws FileTreeException {
        return namespace.shared(() -> {
            FileStore disk = Files.getFileStore(seen(names, true));
            long block = Math.max(1, disk.getBlockSize());
            long total = quota.mostBytes(disk.getTotalSpace());
            long free = quota.freeBytes(disk.getUnallocatedSpace());
            long usable = quota.freeBytes(disk.getUsableSpace());
            // Java tells no inode counts: as many files as there are blocks is true of no store but misleads no client.
            long files = total / block;
            return new Room(block, total, free, usable, files, quota.freeFiles(usable / block))
                    .space(Integer.toUnsignedLong(identity.hashCode()), disk.isReadOnly(), MOST_NAME_BYTES);
        });
    }

    @Override
    public void close() {
        uploads.close();
        lease.close();
    }
}
