/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine.request;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.sftp.internal.engine.handle.DirectoryHandle;
import org.sallyport.sftp.internal.engine.handle.FileHandle;
import org.sallyport.sftp.internal.engine.handle.Handle;
import org.sallyport.sftp.internal.engine.schedule.Claims;
import org.sallyport.sftp.internal.engine.schedule.Claims.Declaration;
import org.sallyport.sftp.internal.engine.schedule.Claims.Mode;

/**
 * What each kind of request claims. A path is claimed together with the directories above it, which must not be moved or
 * removed meanwhile; who adds or removes a name claims the names of its directory in a way that bears other additions and
 * removals, but not a listing. Keys are the store's, so that two paths of one file are one.
 */
public final class Order {

    private static final int MANY_MOVES = 64;

    /** No sane client gets here; a hostile one loses the order of its own requests. */
    private static final int MOST_PLACES = 256;

    private final FileTree tree;
    private final List<Move> pendingMoves = new CopyOnWriteArrayList<>();

    /** The names in a directory, as opposed to the directory itself. */
    private record Names(Object directory) {}

    public Order(FileTree tree) {
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

    /** Makes something at each of two paths. */
    public Declaration makeBoth(VirtualPath one, VirtualPath other) {
        return both(makeOrRemove(one), makeOrRemove(other));
    }

    /** Removes one name and makes another. As long as that is pending, what is open there counts as being at both. */
    public Move move(VirtualPath from, VirtualPath to) {
        return new Move(from, to);
    }

    /** A rename's claims. */
    public final class Move implements Declaration {

        private final VirtualPath from;
        private final VirtualPath to;

        private Move(VirtualPath from, VirtualPath to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public void declare(Claims claims) {
            makeBoth(from, to).declare(claims);
            pendingMoves.add(this);
        }

        /** It is done, or has failed. */
        public void done() {
            pendingMoves.remove(this);
        }
    }

    /** Makes something at a path out of what is at another. */
    public Declaration copy(VirtualPath from, VirtualPath to) {
        return both(makeOrRemove(to), look(from));
    }

    /** Reads through a handle, at the side of other readers. */
    public Declaration read(FileHandle handle) {
        return claims -> {
            file(claims, handle, Mode.SHARED);
            claims.add(handle, handle.text().isPresent() ? Mode.EXCLUSIVE : Mode.SHARED);
        };
    }

    /** Changes a file through a handle. */
    public Declaration write(FileHandle handle) {
        return claims -> {
            file(claims, handle, Mode.EXCLUSIVE);
            claims.shared(handle);
        };
    }

    private void file(Claims claims, FileHandle handle, Mode mode) {
        claims.add(handle.file().orderKey(), mode);
        if (!pendingMoves.isEmpty()) {
            placesToBe(handle).forEach(place -> claims.add(tree.orderKey(place), mode));
        }
    }

    /** Where what is open is, and where the renames that came before may bring it, should they succeed. */
    private Set<VirtualPath> placesToBe(Handle handle) {
        Set<VirtualPath> places = new LinkedHashSet<>();
        places.add(handle.path());
        for (Move move : pendingMoves) {
            List<VirtualPath> moved = places.stream()
                    .filter(place -> place.startsWith(move.from))
                    .map(place -> place.rebase(move.from, move.to))
                    .toList();
            if (places.size() < MOST_PLACES) {
                places.addAll(moved);
            }
        }
        return places;
    }

    /** Whether so many renames are pending that what comes next had better wait for some of them. */
    public boolean hasManyMoves() {
        return pendingMoves.size() >= MANY_MOVES;
    }

    /** The next entries of a directory. */
    public Declaration list(DirectoryHandle handle) {
        return claims -> {
            claims.exclusive(handle);
            for (VirtualPath place : placesToBe(handle)) {
                Object directory = tree.orderKey(place);
                claims.shared(directory).shared(new Names(directory));
            }
        };
    }

    /** Closes a handle; what was written gets its name only now. */
    public Declaration close(FileHandle handle) {
        if (!handle.options().write()) {
            return claims -> {
                file(claims, handle, Mode.SHARED);
                claims.exclusive(handle);
            };
        }
        return claims -> {
            file(claims, handle, Mode.EXCLUSIVE);
            claims.exclusive(handle);
            for (VirtualPath place : placesToBe(handle)) {
                above(claims, place);
                names(claims, place);
            }
        };
    }

    public Declaration close(DirectoryHandle handle) {
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
