/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.filetree.internal.store.FilteredDirectory;

/**
 * A tree of which its user may do what access rules allow: every path that a request names is asked about here, whatever protocol version
 * and request it comes from. Stores that follow links ask again, for where these lead ({@link SessionAccess#guard}). Reading and writing
 * open files is decided when they are opened, and costs nothing.
 */
public final class AccessTree implements FileTree {

    private final FileTree tree;
    private final SessionAccess access;
    private final RuledGuard guard;

    public AccessTree(FileTree tree, SessionAccess access) {
        this.tree = tree;
        this.access = access;
        this.guard = access.paths();
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
        guard.look(path.names());
        return tree.stat(path, followLinks, wanted);
    }

    @Override
    public VirtualPath canonicalize(VirtualPath path) throws FileTreeException {
        guard.find(path.names());
        return tree.canonicalize(path);
    }

    @Override
    public OpenDirectory openDirectory(VirtualPath path, Set<Attribute> wanted) throws FileTreeException {
        Predicate<String> shown = guard.list(path.names());
        OpenDirectory directory = tree.openDirectory(path, wanted);
        return access.isOpen() ? directory : new FilteredDirectory(directory, shown);
    }

    @Override
    public OpenFile open(VirtualPath path, OpenOptions options, FileAttributes initial) throws FileTreeException {
        OpenOptions allowed = guard.open(path.names(), options);
        try {
            return tree.open(path, allowed, guard.settable(path.names(), initial));
        } catch (FileTreeException failure) {
            if (failure.reason() == Reason.ALREADY_EXISTS && !options.exclusive()) {
                throw guard.refusal(path.names(), options.append() ? Right.APPEND : Right.OVERWRITE);
            }
            if (failure.reason() == Reason.NO_SUCH_FILE && options.create() && !allowed.create()) {
                throw guard.refusal(path.names(), Right.CREATE);
            }
            throw failure;
        }
    }

    @Override
    public void makeDirectory(VirtualPath path, FileAttributes initial) throws FileTreeException {
        try {
            guard.makeDirectory(path.names());
        } catch (FileTreeException refused) {
            requireAbsent(path, refused);
            throw refused;
        }
        tree.makeDirectory(path, guard.settable(path.names(), initial));
    }

    /** As POSIX has it, a directory that is there is there, for clients that make all directories on their way. */
    private void requireAbsent(VirtualPath path, FileTreeException refused) throws FileTreeException {
        boolean isThere;
        try {
            isThere = stat(path, true, Attribute.NONE).isDirectory();
        } catch (FileTreeException notSeen) {
            throw refused;
        }
        if (isThere) {
            throw new FileTreeException(Reason.ALREADY_EXISTS, "File already exists");
        }
    }

    @Override
    public boolean remove(VirtualPath path) throws FileTreeException {
        guard.remove(path.names());
        return tree.remove(path);
    }

    @Override
    public void removeDirectory(VirtualPath path) throws FileTreeException {
        guard.removeDirectory(path.names());
        tree.removeDirectory(path);
    }

    @Override
    public boolean rename(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        if (access.isOpen()) {
            return tree.rename(from, to, mode);
        }
        guard.look(from.names());
        boolean directory = tree.stat(from, false, Attribute.NONE).isDirectory();
        RenameMode allowed = guard.rename(from.names(), to.names(), directory, mode);
        try {
            return tree.rename(from, to, allowed);
        } catch (FileTreeException failure) {
            throw replaced(failure, to, allowed == mode);
        }
    }

    /** What is to be told where something is in the way that may not be replaced. */
    private FileTreeException replaced(FileTreeException failure, VirtualPath path, boolean asAsked) {
        return failure.reason() == Reason.ALREADY_EXISTS && !asAsked
                ? guard.refusal(path.names(), Right.OVERWRITE)
                : failure;
    }

    @Override
    public void setAttributes(VirtualPath path, boolean followLinks, FileAttributes changes) throws FileTreeException {
        guard.setAttributes(path.names(), changes);
        tree.setAttributes(path, followLinks, changes);
    }

    @Override
    public String readLink(VirtualPath link) throws FileTreeException {
        guard.look(link.names());
        return tree.readLink(link);
    }

    @Override
    public void symlink(VirtualPath link, String target) throws FileTreeException {
        guard.symlink(link.names());
        tree.symlink(link, target);
    }

    @Override
    public void link(VirtualPath existing, VirtualPath newLink) throws FileTreeException {
        guard.link(existing.names(), newLink.names());
        tree.link(existing, newLink);
    }

    @Override
    public void copy(VirtualPath from, VirtualPath to, RenameMode mode) throws FileTreeException {
        RenameMode allowed = guard.copy(from.names(), to.names(), mode);
        try {
            tree.copy(from, to, allowed);
        } catch (FileTreeException failure) {
            throw replaced(failure, to, allowed == mode);
        }
    }

    @Override
    public long copy(OpenFile from, long fromPosition, long length, OpenFile to, long toPosition)
            throws FileTreeException {
        guard.copyContent(from.path().names(), to.path().names());
        return tree.copy(from, fromPosition, length, to, toPosition);
    }

    @Override
    public Space space(VirtualPath path) throws FileTreeException {
        guard.look(path.names());
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
        tree.close();
    }
}
