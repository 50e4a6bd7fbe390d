/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.sftp.internal.engine.handle.DirectoryHandle;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.schedule.Claims;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;

/**
 * What each kind of request claims. A path is claimed together with the directories above it, which must not be moved or
 * removed meanwhile; who adds or removes a name claims the names of its directory in a way that bears other additions and
 * removals, but not a listing. Keys are the store's, so that two paths of one file are one.
 */
public final class Order {

    private final FileTree tree;

    /** The names in a directory, as opposed to the directory itself. */
    private record Names(Object directory) {}

    Order(FileTree tree) {
        this.tree = tree;
    }

    /** Looks at what is at a path. */
    public Declaration look(VirtualPath path) {
        return claims -> {
            claims.shared(tree.orderKey(path));
            above(claims, path);
        };
    }

    /** Changes what is at a path, but no name. */
    public Declaration alter(VirtualPath path) {
        return claims -> {
            claims.exclusive(tree.orderKey(path));
            above(claims, path);
        };
    }

    /** Makes or removes what is at a path. */
    public Declaration makeOrRemove(VirtualPath path) {
        return claims -> {
            claims.exclusive(tree.orderKey(path));
            above(claims, path);
            names(claims, path);
        };
    }

    /** Removes one name and makes another. */
    public Declaration move(VirtualPath from, VirtualPath to) {
        return both(makeOrRemove(from), makeOrRemove(to));
    }

    /** Makes something at a path out of what is at another. */
    public Declaration copy(VirtualPath from, VirtualPath to) {
        return both(makeOrRemove(to), look(from));
    }

    /** Reads through a handle, at the side of other readers. */
    public Declaration read(FileHandle handle) {
        return handle.text().isPresent()
                ? claims -> claims.shared(handle.file().orderKey()).exclusive(handle)
                : claims -> claims.shared(handle.file().orderKey()).shared(handle);
    }

    /** Changes a file through a handle. */
    public Declaration write(FileHandle handle) {
        return claims -> claims.exclusive(handle.file().orderKey()).shared(handle);
    }

    /** The next entries of a directory. */
    public Declaration list(DirectoryHandle handle) {
        return claims -> {
            claims.exclusive(handle);
            Object directory = tree.orderKey(handle.path());
            claims.shared(directory).shared(new Names(directory));
        };
    }

    /** Closes a handle; what was written gets its name only now. */
    public Declaration close(FileHandle handle) {
        if (!handle.options().write()) {
            return claims -> claims.shared(handle.file().orderKey()).exclusive(handle);
        }
        return claims -> {
            claims.exclusive(handle.file().orderKey()).exclusive(handle);
            above(claims, handle.path());
            names(claims, handle.path());
        };
    }

    public Declaration close(DirectoryHandle handle) {
        return claims -> claims.exclusive(handle);
    }

    /** Gives a handle up after all that uses it. */
    public Declaration abandon(Handle handle) {
        return claims -> claims.exclusive(handle);
    }

    public static Declaration both(Declaration first, Declaration second) {
        return claims -> {
            first.declare(claims);
            second.declare(claims);
        };
    }

    private void above(Claims claims, VirtualPath path) {
        for (VirtualPath directory = path.parent(); !directory.isRoot(); directory = directory.parent()) {
            claims.shared(tree.orderKey(directory));
        }
    }

    private void names(Claims claims, VirtualPath path) {
        if (!path.isRoot()) {
            claims.changing(new Names(tree.orderKey(path.parent())));
        }
    }
}
