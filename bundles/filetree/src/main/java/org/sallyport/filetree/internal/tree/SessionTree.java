/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.filetree.RenameMode;
import org.sallyport.api.filetree.Space;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.api.metadata.Origin;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.SessionContext;
import org.sallyport.filetree.internal.access.SessionAccess;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.mount.Stores;
import org.sallyport.filetree.internal.mount.VisibleMounts;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.FileKey;
import org.sallyport.filetree.internal.store.Store;
import org.sallyport.filetree.internal.store.StoreFile;
import org.sallyport.filetree.internal.store.WritePolicy;
import org.sallyport.filetree.internal.tree.MountTable.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree of one session. Mounts are looked up at each call, so that a mount that was swapped shows its new store at once, while files
 * that are open stay with the one they were opened in.
 */
final class SessionTree implements FileTree {

    private static final Logger LOG = LoggerFactory.getLogger(SessionTree.class);

    private final SessionContext session;
    private final VisibleMounts mounts;
    private final MountTable table;
    private final SessionAccess access;
    private final Stores stores;
    private final MountedStores mounted;
    private final Set<TreeFile> openFiles = ConcurrentHashMap.newKeySet();

    /** @param makesFolders whether a folder of its mounts that is missing is made, where their configuration says so */
    SessionTree(
            SessionContext session, VisibleMounts mounts, SessionAccess access, Stores stores, boolean makesFolders) {
        this.session = session;
        this.mounts = mounts;
        this.table = new MountTable(mounts);
        this.access = access;
        this.stores = stores;
        this.mounted = new MountedStores(stores, session, access, makesFolders);
    }

    /**
     * Opens the folders of this machine ahead of need, so that the first requests are prompt, and ordered by the same keys as all
     * later ones. One that cannot be opened now is tried again, and reported, when it is used.
     */
    void openLocalFolders() {
        for (MountSettings mount : mounts.now()) {
            if (mount.uri().startsWith("file:")) {
                try {
                    mounted.store(mount);
                } catch (FileTreeException unavailable) {
                    LOG.debug("mount {} is not available: {}", mount.name(), unavailable.getMessage());
                }
            }
        }
    }

    private Store store(MountSettings mount) throws FileTreeException {
        return mounted.store(mount);
    }

    @Override
    public VirtualPath home() {
        for (MountSettings mount : mounts.now()) {
            if (!mount.home().isEmpty()) {
                return mount.path()
                        .resolve(mount.home().replace("{user}", session.user()).replaceFirst("^/+", ""));
            }
        }
        return VirtualPath.ROOT;
    }

    @Override
    public Object orderKey(VirtualPath path) {
        Place place = table.at(path);
        return place.mount()
                .flatMap(mounted::current)
                .map(store -> store.orderKey(place.names()))
                .orElseGet(
                        () -> new FileKey(place.mount().map(MountSettings::uri).orElse("virtual"), place.names()));
    }

    @Override
    public boolean isPrompt(VirtualPath path) {
        return table.at(path)
                .mount()
                .flatMap(mounted::current)
                .map(Store::isPrompt)
                .orElse(false);
    }

    @Override
    public Quirks quirks(VirtualPath path) {
        Optional<MountSettings> mount = table.at(path).mount();
        return mount.isPresent() ? session.quirks(mount.get().quirks()) : session.quirks();
    }

    @Override
    public FileAttributes stat(VirtualPath path, boolean followLinks, Set<Attribute> wanted) throws FileTreeException {
        Place place = table.at(path);
        if (place.mount().isPresent()) {
            try {
                FileAttributes attributes = store(place.mount().get()).stat(place.names(), followLinks, wanted);
                return shown(place.mount().get(), attributes);
            } catch (FileTreeException missing) {
                if (missing.reason() != Reason.NO_SUCH_FILE || !table.hasMountsBelow(path)) {
                    throw missing;
                }
            }
        }
        if (!table.hasMountsBelow(path) && !path.isRoot()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        return virtualDirectory();
    }

    private UnaryOperator<FileAttributes> shownBy(MountSettings mount) {
        return mount.shownTo(session.user(), session.roles(), stores.localMapper());
    }

    private FileAttributes shown(MountSettings mount, FileAttributes told) {
        return shownBy(mount).apply(told);
    }

    private static FileAttributes virtualDirectory() {
        return FileAttributes.builder(FileType.DIRECTORY)
                .size(4096)
                .permissions(0555)
                .ownerIds(0, 0)
                .ownerNames("sallyport", "sallyport")
                .accessTime(0, 0)
                .modifyTime(0, 0)
                .linkCount(2)
                .origin(Origin.ASSUMED)
                .build();
    }

    @Override
    public VirtualPath canonicalize(VirtualPath path) throws FileTreeException {
        Place place = table.at(path);
        if (place.mount().isEmpty()) {
            return path;
        }
        MountSettings mount = place.mount().get();
        VirtualPath result = mount.path();
        for (String name : store(mount).canonicalize(place.names())) {
            result = result.child(name);
        }
        return result;
    }

    @Override
    public OpenDirectory openDirectory(VirtualPath path, Set<Attribute> wanted) throws FileTreeException {
        Place place = table.at(path);
        Set<String> below = table.namesBelow(path);
        if (place.mount().isPresent()) {
            try {
                OpenDirectory stored =
                        shown(place.mount().get(), store(place.mount().get()).openDirectory(place.names(), wanted));
                return below.isEmpty() ? stored : new MergedDirectory(stored, entries(path, below, wanted));
            } catch (FileTreeException missing) {
                if (missing.reason() != Reason.NO_SUCH_FILE || below.isEmpty()) {
                    throw missing;
                }
            }
        }
        if (below.isEmpty() && !path.isRoot()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        return MergedDirectory.virtual(virtualDirectory(), entries(path, below, wanted));
    }

    private OpenDirectory shown(MountSettings mount, OpenDirectory directory) {
        return mount.showsOtherwise() ? new ShownDirectory(directory, shownBy(mount)) : directory;
    }

    private List<DirectoryEntry> entries(VirtualPath path, Set<String> names, Set<Attribute> wanted) {
        List<DirectoryEntry> entries = new ArrayList<>();
        for (String name : names) {
            FileAttributes attributes;
            try {
                attributes = stat(path.child(name), true, wanted);
            } catch (FileTreeException unavailable) {
                // A store that is down is still listed: it is a fault of its own, not of this directory.
                attributes = virtualDirectory();
            }
            entries.add(new DirectoryEntry(name, attributes));
        }
        return entries;
    }

    @Override
    public OpenFile open(VirtualPath path, OpenOptions options, FileAttributes initial) throws FileTreeException {
        Place place = options.write() || options.create() ? table.changeable(path) : table.inStore(path);
        if (place.names().isEmpty() || table.hasMountsBelow(path)) {
            throw Failures.of(Reason.IS_A_DIRECTORY);
        }
        MountSettings mount = place.mount().orElseThrow();
        store(mount); // the session keeps the store in use, or it would be opened and closed with every file
        WritePolicy policy = options.write() ? writePolicy(path, options) : WritePolicy.IN_PLACE;
        Store store = stores.acquire(mount, session.user());
        boolean opened = false;
        try {
            StoreFile file =
                    store.forSession(mounted, access.guard(mount)).open(place.names(), options, initial, policy);
            TreeFile result = new TreeFile(this, mount, store, file, options);
            openFiles.add(result);
            opened = true;
            return result;
        } finally {
            if (!opened) {
                stores.release(store);
            }
        }
    }

    private WritePolicy writePolicy(VirtualPath path, OpenOptions options) {
        Quirks quirks = quirks(path);
        WritePolicy policy = WritePolicy.of(quirks);
        if (!policy.isAtomic() && (options.create() || options.truncate())) {
            quirks.exercised(SftpQuirks.UPLOAD);
        }
        if (!policy.syncs()) {
            quirks.exercised(SftpQuirks.SYNC);
        }
        return policy;
    }

    SessionAccess access() {
        return access;
    }

    /** What an open file of a mount is shown as. */
    FileAttributes attributes(MountSettings mount, StoreFile file, Set<Attribute> wanted) throws FileTreeException {
        return shown(mount, file.attributes(wanted));
    }

    void closed(TreeFile file, Store store) {
        openFiles.remove(file);
        stores.release(store);
    }

    @Override
    public void makeDirectory(VirtualPath path, FileAttributes initial) throws FileTreeException {
        if (table.at(path).names().isEmpty() || table.hasMountsBelow(path)) {
            throw Failures.of(Reason.ALREADY_EXISTS);
        }
        Place place = table.changeableEntry(path);
        store(place.mount().orElseThrow()).makeDirectory(place.names(), initial, WritePolicy.of(quirks(path)));
    }

    @Override
    public boolean remove(VirtualPath path) throws FileTreeException {
        Place place = table.changeableEntry(path);
        store(place.mount().orElseThrow()).remove(place.names());
        return true;
    }

    /** Removes what the client was told to be removed: also if it has gone since. */
    void removeAcknowledged(VirtualPath path) throws FileTreeException {
        Place place = table.changeableEntry(path);
        store(place.mount().orElseThrow()).removeAcknowledged(place.names());
    }

    @Override
    public void removeDirectory(VirtualPath path) throws FileTreeException {
        Place place = table.changeableEntry(path);
        store(place.mount().orElseThrow()).removeDirectory(place.names());
    }

    @Override
    public boolean rename(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        Place source = table.changeableEntry(from);
        Place target = table.changeableEntry(to);
        Store store = store(source.mount().orElseThrow());
        if (store == store(target.mount().orElseThrow())) {
            store.rename(source.names(), target.names(), mode, WritePolicy.of(quirks(to)));
        } else {
            new FileCopy(this).move(from, to, mode);
        }
        return false;
    }

    @Override
    public void setAttributes(VirtualPath path, boolean followLinks, FileAttributes changes) throws FileTreeException {
        Place place = table.changeable(path);
        store(place.mount().orElseThrow()).setAttributes(place.names(), followLinks, changes);
    }

    @Override
    public String readLink(VirtualPath link) throws FileTreeException {
        Place place = table.inStore(link);
        MountSettings mount = place.mount().orElseThrow();
        String target = store(mount).readLink(place.names());
        if (!target.startsWith("/")) {
            return target;
        }
        VirtualPath absolute = mount.path().resolve(target.substring(1));
        Quirks quirks = quirks(link);
        if (quirks.get(SftpQuirks.ABSOLUTE_SYMLINKS) == SftpQuirks.AbsoluteSymlinks.VIRTUAL) {
            quirks.exercised(SftpQuirks.ABSOLUTE_SYMLINKS);
            return absolute.toString();
        }
        return relative(link.parent(), absolute);
    }

    private static String relative(VirtualPath from, VirtualPath to) {
        int common = 0;
        while (common < Math.min(from.depth(), to.depth())
                && from.names().get(common).equals(to.names().get(common))) {
            common++;
        }
        List<String> parts = new ArrayList<>();
        for (int i = common; i < from.depth(); i++) {
            parts.add("..");
        }
        parts.addAll(to.names().subList(common, to.depth()));
        return parts.isEmpty() ? "." : String.join("/", parts);
    }

    @Override
    public void symlink(VirtualPath link, String target) throws FileTreeException {
        Place place = table.changeableEntry(link);
        MountSettings mount = place.mount().orElseThrow();
        String stored = target;
        if (target.startsWith("/")) {
            VirtualPath absolute = VirtualPath.of(target);
            if (!absolute.startsWith(mount.path())) {
                throw new FileTreeException(Reason.CROSS_STORE, "A link cannot lead into another store");
            }
            // Kept relative, so that it means the same wherever the store is mounted, and nothing to other programs
            // outside it.
            stored = relative(link.parent(), absolute);
        }
        store(mount).symlink(place.names(), stored);
    }

    @Override
    public void link(VirtualPath existing, VirtualPath newLink) throws FileTreeException {
        Place source = table.changeableEntry(existing);
        Place target = table.changeableEntry(newLink);
        Store store = store(source.mount().orElseThrow());
        if (store != store(target.mount().orElseThrow())) {
            throw Failures.of(Reason.CROSS_STORE);
        }
        store.link(source.names(), target.names());
    }

    @Override
    public void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        new FileCopy(this).copy(from, to, mode);
    }

    @Override
    public long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition)
            throws FileTreeException {
        return FileCopy.copy(from, fromPosition, length, to, toPosition);
    }

    @Override
    public Space space(VirtualPath path) throws FileTreeException {
        Place place = table.at(path);
        if (place.mount().isEmpty()) {
            stat(path, true, Attribute.NONE);
            return new Space(4096, 0, 0, 0, 0, 0, 0, 0, true, 255);
        }
        MountSettings mount = place.mount().get();
        Space space = store(mount).space(place.names());
        return !mount.readOnly()
                ? space
                : new Space(
                        space.blockSize(),
                        space.blocks(),
                        space.freeBlocks(),
                        space.availableBlocks(),
                        space.files(),
                        space.freeFiles(),
                        space.availableFiles(),
                        space.fileSystemId(),
                        true,
                        space.maxNameLength());
    }

    @Override
    public List<Optional<String>> userNames(List<Integer> uids) {
        return stores.localMapper().userNames(uids);
    }

    @Override
    public List<Optional<String>> groupNames(List<Integer> gids) {
        return stores.localMapper().groupNames(gids);
    }

    @Override
    public void close() {
        for (TreeFile file : openFiles) {
            file.abandon();
        }
        mounted.close();
    }
}
