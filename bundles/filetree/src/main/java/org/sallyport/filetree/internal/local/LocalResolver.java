/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.local;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.sallyport.filetree.internal.store.HiddenNames;

/**
 * Finds places below a root without ever letting the kernel follow a symbolic link: links are read and resolved here, as
 * {@code chroot(2)} would, so that none leads out. An absolute target below the root's real path is taken for what it means on the
 * server, any other for a path from the root.
 *
 * <p>The caller keeps renames and new links of this server away meanwhile.
 */
final class LocalResolver {

    /** As Linux's own bound. */
    private static final int MOST_LINKS = 40;

    /**
     * How long a directory counts as looked at: requests come in batches, mostly for one directory. Only other programs could put a link
     * there meanwhile, as they could between a look and its use.
     */
    private static final long FRESH_NANOS = 1_000_000;

    private final Path root;
    private volatile Seen seen = new Seen(List.of(), null, 0);

    /**
     * A directory that was found without a link on the way.
     *
     * @param since before the first look
     */
    private record Seen(List<String> names, Path path, long since) {

        boolean isParentOf(List<String> place) {
            int depth = names.size();
            return path != null
                    && place.size() == depth + 1
                    && names.equals(place.subList(0, depth))
                    && System.nanoTime() - since < FRESH_NANOS;
        }
    }

    /** @param root a real path */
    LocalResolver(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** Names have moved, or links were made. */
    void forget() {
        seen = new Seen(List.of(), null, 0);
    }

    /** The path of a place whose names have been resolved. */
    Path path(List<String> names) {
        Path path = root;
        for (String name : names) {
            path = path.resolve(name);
        }
        return path;
    }

    /**
     * Resolves all links on the way.
     *
     * @param followLast whether the last name is resolved too if it is a link; it need not exist
     * @return names none of which is a link, except the last if it is not followed
     * @throws NoSuchFileException if a directory on the way is not there
     */
    List<String> resolve(List<String> names, boolean followLast) throws IOException {
        return find(names, followLast, false).names();
    }

    /** As {@link #resolve}, and looks at what is there. */
    Found find(List<String> names, boolean followLast) throws IOException {
        return find(names, followLast, true);
    }

    /**
     * A place that has been resolved.
     *
     * @param attributes what is there, or null if nothing is or nobody looked
     */
    record Found(List<String> names, BasicFileAttributes attributes) {}

    private Found find(List<String> names, boolean followLast, boolean look) throws IOException {
        Seen parent = seen;
        boolean known = parent.isParentOf(names);
        long began = known || names.size() < 2 ? 0 : System.nanoTime();
        Deque<String> ahead = new ArrayDeque<>(known ? names.subList(names.size() - 1, names.size()) : names);
        List<String> done = new ArrayList<>(names.size());
        done.addAll(known ? parent.names() : List.of());
        Path current = known ? parent.path() : root;
        BasicFileAttributes found = null;
        boolean looked = false;
        boolean straight = !known && names.size() > 1;
        int links = 0;
        while (!ahead.isEmpty()) {
            if (straight && ahead.size() == 1) {
                seen = new Seen(List.copyOf(done), current, began);
            }
            String name = ahead.removeFirst();
            if (name.equals("..")) {
                straight = false;
                if (!done.isEmpty()) {
                    done.remove(done.size() - 1);
                    current = current.getParent();
                }
                looked = false;
                continue;
            }
            if (HiddenNames.isHidden(name)) {
                throw new NoSuchFileException("");
            }
            Path next = current.resolve(name);
            boolean last = ahead.isEmpty();
            BasicFileAttributes attributes = last && !followLast && !look ? null : attributes(next, last);
            if (last && !followLast) {
                done.add(name);
                found = attributes;
                looked = true;
                break;
            }
            if (attributes != null && attributes.isSymbolicLink()) {
                straight = false;
                if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException("links");
                }
                Path target = Files.readSymbolicLink(next);
                if (target.isAbsolute()) {
                    done.clear();
                    current = root;
                    looked = false;
                    target = target.startsWith(root)
                            ? root.relativize(target)
                            : target.getRoot().relativize(target);
                }
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    String part = target.getName(i).toString();
                    if (!part.isEmpty() && !part.equals(".")) {
                        ahead.addFirst(part);
                    }
                }
                continue;
            }
            if (!last && attributes != null && !attributes.isDirectory()) {
                throw new NotDirectoryException(name);
            }
            done.add(name);
            current = next;
            found = attributes;
            looked = true;
        }
        if (look && !looked) {
            found = attributes(current, false);
        }
        return new Found(List.copyOf(done), found);
    }

    private static BasicFileAttributes attributes(Path path, boolean mayBeMissing) throws IOException {
        BasicFileAttributes found = Missing.lstat(path);
        if (found == null && !mayBeMissing) {
            throw new NoSuchFileException(path.toString());
        }
        return found;
    }
}
