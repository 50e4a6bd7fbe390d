/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.NamePatterns;

/**
 * A pattern of paths: names with {@code *} and {@code ?}, and {@code **} for any number of names. It matches a path and all below it; one
 * without a slash is of a name at any depth.
 *
 * <p>A path is matched name by name: the state after a directory's path says which of the paths below it can match, so that
 * two directories can be compared without looking into them.
 */
final class PathPattern {

    /** The state of paths that match, and of all below them. */
    static final long MATCHED = -1;

    /** The state of paths that do not match, nor does anything below them. */
    static final long IMPOSSIBLE = 0;

    private static final int MOST_NAMES = 60;
    private static final String ANY_NAMES = "**";
    private static final String USER = "{user}";

    /** Stand for the wildcards of a user's name, which are none; no character of Unicode has these codes. */
    private static final char ASTERISK = '\ufdd0';

    private static final char QUESTION_MARK = '\ufdd1';

    private final String text;
    private final List<String> names;
    private final List<NamePatterns> globs;
    private final boolean ignoreCase;

    private PathPattern(String text, List<String> names, boolean ignoreCase) {
        this.text = text;
        this.names = names;
        this.ignoreCase = ignoreCase;
        this.globs = names.stream().map(name -> new NamePatterns(List.of(name))).toList();
    }

    /**
     * @param ignoreCase whether upper and lower case are the same
     * @throws IllegalArgumentException for what is neither an absolute path nor a name
     */
    static PathPattern parse(String text, boolean ignoreCase) {
        boolean isName = text.indexOf('/') < 0;
        if (!isName && !text.startsWith("/") && !text.startsWith(ANY_NAMES + "/")) {
            throw new IllegalArgumentException(text);
        }
        String path = isName ? ANY_NAMES + "/" + text : text;
        List<String> names = Arrays.stream(path.split("/"))
                .filter(name -> !name.isEmpty())
                .map(name -> ignoreCase ? name.toLowerCase(Locale.ROOT) : name)
                .toList();
        boolean bad = names.stream()
                .anyMatch(name -> !VirtualPath.isName(name) || !name.equals(ANY_NAMES) && name.contains(ANY_NAMES));
        if (bad || text.isEmpty() || names.size() > MOST_NAMES) {
            throw new IllegalArgumentException(text);
        }
        return new PathPattern(text, names, ignoreCase);
    }

    /** The same with the user's name in it, each of whose characters stands for itself. */
    PathPattern of(String user) {
        if (!text.contains(USER)) {
            return this;
        }
        String name = literal(ignoreCase ? user.toLowerCase(Locale.ROOT) : user);
        return new PathPattern(
                text, names.stream().map(part -> part.replace(USER, name)).toList(), ignoreCase);
    }

    private static String literal(String name) {
        return name.replace('*', ASTERISK).replace('?', QUESTION_MARK);
    }

    /** The state of the root. */
    long start() {
        return closure(1);
    }

    /** The state of an entry of a directory. */
    long step(long directory, String entry) {
        if (directory == MATCHED || directory == IMPOSSIBLE) {
            return directory;
        }
        String name = literal(ignoreCase ? entry.toLowerCase(Locale.ROOT) : entry);
        long next = 0;
        for (int i = 0; i < names.size(); i++) {
            if ((directory & 1L << i) != 0) {
                if (names.get(i).equals(ANY_NAMES)) {
                    next |= 1L << i;
                } else if (globs.get(i).matches(name)) {
                    next |= 1L << i + 1;
                }
            }
        }
        return closure(next);
    }

    /** {@code **} may stand for no name at all; who has come to the end has matched. */
    private long closure(long state) {
        long closed = state;
        for (int i = 0; i < names.size(); i++) {
            if ((closed & 1L << i) != 0 && names.get(i).equals(ANY_NAMES)) {
                closed |= 1L << i + 1;
            }
        }
        return (closed & 1L << names.size()) != 0 ? MATCHED : closed;
    }

    @Override
    public String toString() {
        return text;
    }
}
