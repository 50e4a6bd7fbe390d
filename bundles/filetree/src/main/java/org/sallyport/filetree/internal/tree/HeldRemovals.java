/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
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
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SftpQuirks;
import org.sallyport.api.session.Activity;
import org.sallyport.api.session.SessionContext;
import org.sallyport.filetree.internal.store.Failures;
import org.sallyport.filetree.internal.store.FilteredDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree of a session whose client saves by removing a file and renaming another to its name ({@code delete-then-rename}). If the
 * session has made a file beside the one that it removes, the removal is held back: the session sees the file no more, everybody else
 * still does, and the rename replaces it at once. So there is no moment without the file, and what breaks off between the two loses nothing.
 * A removal that nothing follows is carried out when the time is over, when the session ends, or when the session uses the name otherwise.
 */
final class HeldRemovals implements FileTree {

    private static final Logger LOG = LoggerFactory.getLogger(HeldRemovals.class);

    /** Enough for a client that saves many files at once; beyond it nothing is held back. */
    private static final int MOST = 64;

    /** By these it is told whether another file has come to the name; the last four are what its successor inherits. */
    private static final Set<Attribute> REMEMBERED = Collections.unmodifiableSet(EnumSet.of(
            Attribute.SIZE,
            Attribute.MODIFY_TIME,
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.ACL,
            Attribute.EXTENDED));

    private static final int SPECIAL_BITS = 07000;

    private final SessionTree tree;
    private final SessionContext session;
    private final Map<VirtualPath, HeldRemoval> held = new ConcurrentHashMap<>();
    private final MadeFiles made;

    /** @param made what the session has made, by whichever of its channels: gvfs uploads in one and renames in another */
    HeldRemovals(SessionTree tree, SessionContext session, MadeFiles made) {
        this.tree = tree;
        this.session = session;
        this.made = made;
    }

    @Override
    public boolean remove(VirtualPath path) throws FileTreeException {
        requireSeen(path);
        Quirks quirks = tree.quirks(path);
        Duration window = quirks.get(SftpQuirks.DELETE_THEN_RENAME);
        if (window.isZero() || held.size() >= MOST || made.contains(path) || !made.isOneBeside(path)) {
            made.remove(path);
            return tree.remove(path);
        }
        FileAttributes file = tree.stat(path, false, REMEMBERED);
        if (file.type() != FileType.REGULAR) {
            return tree.remove(path);
        }
        quirks.exercised(SftpQuirks.DELETE_THEN_RENAME);
        HeldRemoval removal = new HeldRemoval(tree, path, file);
        held.put(path, removal);
        CompletableFuture.delayedExecutor(window.toMillis(), TimeUnit.MILLISECONDS, HeldRemovals::inThread)
                .execute(() -> carryOut(path, removal));
        return false;
    }

    private static void inThread(Runnable removal) {
        Thread thread = new Thread(removal, "sallyport-held-removal");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean rename(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        requireSeen(from);
        carryOutBelow(from);
        HeldRemoval removal = held.get(to);
        if (removal != null && removal.replace(() -> replace(from, to, removal.file()))) {
            held.remove(to, removal);
            made.remove(from);
            return true;
        }
        carryOutBelow(to);
        boolean replaced = tree.rename(from, to, mode);
        if (made.remove(from)) {
            made.add(to);
        }
        return replaced;
    }

    /** Permissions come after the owner, with whose change some of them go, and after pairs, which they may forbid to set. */
    private void replace(VirtualPath from, VirtualPath to, FileAttributes old) throws FileTreeException {
        FileAttributes successor = tree.stat(from, false, REMEMBERED);
        Map<String, byte[]> pairs = new HashMap<>(old.extended());
        pairs.keySet().removeAll(successor.extended().keySet());
        if (!pairs.isEmpty()) {
            inherit(from, inherited().extended(pairs));
        }
        if (old.has(Attribute.OWNER_IDS)
                && !(successor.has(Attribute.OWNER_IDS)
                        && successor.uid() == old.uid()
                        && successor.gid() == old.gid())) {
            inherit(from, inherited().ownerIds(old.uid(), old.gid()));
        }
        if (old.has(Attribute.PERMISSIONS)
                && !(successor.has(Attribute.PERMISSIONS)
                        && successor.permissions() == old.permissions()
                        && (old.permissions() & SPECIAL_BITS) == 0)) {
            inherit(from, inherited().permissions(old.permissions()));
        }
        if (old.has(Attribute.ACL)
                && !(successor.has(Attribute.ACL) && successor.acl().equals(old.acl()))) {
            inherit(from, inherited().acl(old.aclFlags(), old.acl()));
        }
        tree.rename(from, to, RenameMode.REPLACE_FILE);
    }

    private static FileAttributes.Builder inherited() {
        return FileAttributes.builder(FileType.REGULAR);
    }

    /** As well as can be: only the superuser can give a file away, and not every store keeps permissions. */
    private void inherit(VirtualPath path, FileAttributes.Builder attributes) throws FileTreeException {
        try {
            tree.setAttributes(path, false, attributes.build());
        } catch (FileTreeException failure) {
            if (failure.reason() != Reason.UNSUPPORTED && failure.reason() != Reason.PERMISSION_DENIED) {
                throw failure;
            }
        }
    }

    private void carryOut(VirtualPath path, HeldRemoval removal) {
        String result = Activity.OK;
        try {
            if (!removal.carryOut()) {
                held.remove(path, removal);
                return;
            }
        } catch (FileTreeException failure) {
            LOG.warn("session {}: {} could not be removed after all: {}", session.id(), path, failure.getMessage());
            result = failure.reason().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
        held.remove(path, removal);
        session.report(Activity.of(Activity.Kind.REMOVE, path, result));
    }

    /** The name is used for something else, or what it stands in is. */
    private void carryOutBelow(VirtualPath path) {
        if (!held.isEmpty()) {
            held.forEach((removed, removal) -> {
                if (removed.startsWith(path)) {
                    carryOut(removed, removal);
                }
            });
        }
    }

    private void requireSeen(VirtualPath path) throws FileTreeException {
        if (held.containsKey(path)) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
    }

    @Override
    public VirtualPath home() {
        return tree.home();
    }

    @Override
    public Object orderKey(VirtualPath path) {
        return tree.orderKey(path);
    }

    @Override
    public boolean isPrompt(VirtualPath path) {
        return tree.isPrompt(path);
    }

    @Override
    public Quirks quirks(VirtualPath path) {
        return tree.quirks(path);
    }

    @Override
    public FileAttributes stat(VirtualPath path, boolean followLinks, Set<Attribute> wanted) throws FileTreeException {
        requireSeen(path);
        return tree.stat(path, followLinks, wanted);
    }

    @Override
    public VirtualPath canonicalize(VirtualPath path) throws FileTreeException {
        return tree.canonicalize(path);
    }

    @Override
    public OpenDirectory openDirectory(VirtualPath path, Set<Attribute> wanted) throws FileTreeException {
        OpenDirectory directory = tree.openDirectory(path, wanted);
        return held.isEmpty()
                ? directory
                : new FilteredDirectory(directory, name -> !held.containsKey(path.child(name)));
    }

    @Override
    public OpenFile open(VirtualPath path, OpenOptions options, FileAttributes initial) throws FileTreeException {
        if (!options.create()) {
            requireSeen(path);
            return tree.open(path, options, initial);
        }
        carryOutBelow(path);
        OpenFile file = tree.open(path, options, initial);
        if (!tree.quirks(path).get(SftpQuirks.DELETE_THEN_RENAME).isZero()) {
            made.add(path);
        }
        return file;
    }

    @Override
    public void makeDirectory(VirtualPath path, FileAttributes initial) throws FileTreeException {
        carryOutBelow(path);
        tree.makeDirectory(path, initial);
    }

    @Override
    public void removeDirectory(VirtualPath path) throws FileTreeException {
        carryOutBelow(path);
        tree.removeDirectory(path);
    }

    @Override
    public void setAttributes(VirtualPath path, boolean followLinks, FileAttributes changes) throws FileTreeException {
        requireSeen(path);
        tree.setAttributes(path, followLinks, changes);
    }

    @Override
    public String readLink(VirtualPath link) throws FileTreeException {
        requireSeen(link);
        return tree.readLink(link);
    }

    @Override
    public void symlink(VirtualPath link, String target) throws FileTreeException {
        carryOutBelow(link);
        tree.symlink(link, target);
    }

    @Override
    public void link(VirtualPath existing, VirtualPath newLink) throws FileTreeException {
        requireSeen(existing);
        carryOutBelow(newLink);
        tree.link(existing, newLink);
    }

    @Override
    public void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        requireSeen(from);
        carryOutBelow(to);
        tree.copy(from, to, mode);
    }

    @Override
    public long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition)
            throws FileTreeException {
        return tree.copy(from, fromPosition, length, to, toPosition);
    }

    @Override
    public Space space(VirtualPath path) throws FileTreeException {
        return tree.space(path);
    }

    @Override
    public List<Optional<String>> userNames(List<Integer> uids) {
        return tree.userNames(uids);
    }

    @Override
    public List<Optional<String>> groupNames(List<Integer> gids) {
        return tree.groupNames(gids);
    }

    @Override
    public void close() {
        carryOutBelow(VirtualPath.ROOT);
        tree.close();
    }
}
