/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An absolute, normalised path in the tree that a session sees.
 *
 * <p>It is a list of names; none of them is empty, {@code "."}, {@code ".."} or contains {@code '/'} or NUL. {@code ".."}
 * is resolved lexically and stops at the root, as {@code chroot(2)} does, so that no instance can denote something above
 * the root. Names compare by code unit; whether a store folds case or normalises is the store's business.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class VirtualPath implements Comparable<VirtualPath> {

    /** The top of the tree, {@code "/"}. */
    public static final VirtualPath ROOT = new VirtualPath(List.of());

    private final List<String> names;

    /** The hash of a name list is asked for by every table; 0 until it was. */
    private int hash;

    private VirtualPath(List<String> names) {
        this.names = names;
    }

    /**
     * Reads an absolute path, or one relative to the root.
     *
     * @param text names separated by any number of slashes; may be empty, which is the root
     * @throws IllegalArgumentException if the text contains a NUL
     */
    public static VirtualPath of(String text) {
        return ROOT.resolve(text);
    }

    /**
     * Resolves a path as a client sends it: absolute if it begins with a slash, else relative to this path.
     *
     * @throws IllegalArgumentException if the text contains a NUL
     */
    public VirtualPath resolve(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a path cannot contain NUL");
        }
        List<String> result = text.startsWith("/") ? new ArrayList<>() : new ArrayList<>(names);
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf('/', start);
            if (end < 0) {
                end = text.length();
            }
            append(result, text.substring(start, end));
            start = end + 1;
        }
        return result.isEmpty() ? ROOT : new VirtualPath(List.copyOf(result));
    }

    private static void append(List<String> result, String name) {
        switch (name) {
            case "", "." -> {
                // names nothing
            }
            case ".." -> {
                if (!result.isEmpty()) {
                    result.remove(result.size() - 1);
                }
            }
            default -> result.add(name);
        }
    }

    /**
     * The entry of this directory with exactly this name.
     *
     * @throws IllegalArgumentException if it cannot be the name of an entry
     */
    public VirtualPath child(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("not the name of a directory entry");
        }
        String[] longer = Arrays.copyOf(names.toArray(new String[0]), names.size() + 1);
        longer[names.size()] = name;
        return new VirtualPath(List.of(longer));
    }

    /** Whether a text can be the name of a directory entry. */
    public static boolean isName(String text) {
        return !text.isEmpty()
                && !text.equals(".")
                && !text.equals("..")
                && text.indexOf('/') < 0
                && text.indexOf('\0') < 0;
    }

    /** The names from the root down; empty for the root. */
    public List<String> names() {
        return names;
    }

    /** How many names lead from the root to here; 0 for the root. */
    public int depth() {
        return names.size();
    }

    public boolean isRoot() {
        return names.isEmpty();
    }

    /** The last name, or the empty text for the root. */
    public String name() {
        return names.isEmpty() ? "" : names.get(names.size() - 1);
    }

    /** The directory that holds this entry; the root is its own parent. */
    public VirtualPath parent() {
        return names.size() <= 1 ? ROOT : new VirtualPath(names.subList(0, names.size() - 1));
    }

    /** Whether the other path is this one or above it. */
    public boolean startsWith(VirtualPath other) {
        return names.size() >= other.names.size()
                && names.subList(0, other.names.size()).equals(other.names);
    }

    /**
     * The same place seen from another root: what is below {@code oldRoot} here, below {@code newRoot} there.
     *
     * @throws IllegalArgumentException if this path is not at or below {@code oldRoot}
     */
    public VirtualPath rebase(VirtualPath oldRoot, VirtualPath newRoot) {
        if (!startsWith(oldRoot)) {
            throw new IllegalArgumentException(this + " is not below " + oldRoot);
        }
        List<String> result = new ArrayList<>(newRoot.names);
        result.addAll(names.subList(oldRoot.names.size(), names.size()));
        return result.isEmpty() ? ROOT : new VirtualPath(List.copyOf(result));
    }

    @Override
    public int compareTo(VirtualPath other) {
        int common = Math.min(names.size(), other.names.size());
        for (int i = 0; i < common; i++) {
            int order = names.get(i).compareTo(other.names.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(names.size(), other.names.size());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VirtualPath path
                && names.size() == path.names.size()
                && hashCode() == path.hashCode()
                && names.equals(path.names);
    }

    @Override
    public int hashCode() {
        if (hash == 0) {
            hash = names.hashCode();
        }
        return hash;
    }

    /** The path with slashes, beginning with one. */
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
