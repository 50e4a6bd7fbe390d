/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;

/** What a rule can allow at a path. */
public enum Right {
    /** To list a directory. */
    LIST,
    /** To read what is in a file. */
    READ,
    /** To make a file. */
    CREATE,
    /** To change, truncate or replace a file; includes {@link #APPEND}. */
    OVERWRITE,
    /** To write at the end of a file. */
    APPEND,
    /** To remove a file or link. */
    DELETE,
    /** To make a directory. */
    CREATE_DIRECTORIES,
    /** To remove an empty directory. */
    REMOVE_DIRECTORIES,
    /** To give a file or link another name. */
    RENAME,
    /** To give a directory another name, with all that is in it. */
    RENAME_DIRECTORIES,
    /** To make a hard link, at either end. */
    LINK,
    /** To make a symbolic link. */
    SYMLINK,
    /** To copy inside the server, at either end. */
    COPY,
    /** To set permissions. */
    MODE,
    /** To set owner and group. */
    OWNER,
    /** To set times. */
    TIMES,
    /** To set ACLs, the attribute bits of SFTP 5 and 6, and whatever else there is. */
    OTHER_ATTRIBUTES;

    static final Set<Right> ALL = Collections.unmodifiableSet(EnumSet.allOf(Right.class));

    /** What can be done with content and attributes: nobody gains any of it by another name for a file. */
    static final Set<Right> OF_CONTENT =
            Collections.unmodifiableSet(EnumSet.of(READ, OVERWRITE, APPEND, MODE, OWNER, TIMES, OTHER_ATTRIBUTES));

    /** What can be done with a file: nobody gains any of it by moving one. */
    static final Set<Right> OF_FILE = union(OF_CONTENT, DELETE);

    /** What can be done with all that is in a directory: nobody gains any of it by moving one. */
    static final Set<Right> OF_DIRECTORY = union(OF_FILE, REMOVE_DIRECTORIES);

    /** Those that bring something to a path, and are refused openly even where the path is hidden. */
    private static final Set<Right> CREATING =
            EnumSet.of(CREATE, CREATE_DIRECTORIES, RENAME, RENAME_DIRECTORIES, LINK, SYMLINK, COPY);

    private static final Map<String, Set<Right>> GROUPS = Map.of(
            "all",
            ALL,
            "none",
            Set.of(),
            "write",
            EnumSet.of(CREATE, OVERWRITE, APPEND),
            "remove",
            EnumSet.of(DELETE, REMOVE_DIRECTORIES),
            "set-attributes",
            EnumSet.of(MODE, OWNER, TIMES, OTHER_ATTRIBUTES));

    private static Set<Right> union(Set<Right> rights, Right another) {
        EnumSet<Right> union = EnumSet.copyOf(rights);
        union.add(another);
        return Collections.unmodifiableSet(union);
    }

    boolean isCreating() {
        return CREATING.contains(this);
    }

    /** As configuration spells it. */
    String spelling() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Reads {@code all, -delete, -remove-directories}: rights and groups, in order, with a hyphen taken away again.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Set<Right> parse(String text) {
        EnumSet<Right> rights = EnumSet.noneOf(Right.class);
        boolean first = true;
        for (String item : text.split("[,\\s]+")) {
            if (item.startsWith("-")) {
                if (first) {
                    throw new IllegalArgumentException(item);
                }
                rights.removeAll(named(item.substring(1)));
            } else {
                rights.addAll(named(item));
            }
            first = false;
        }
        return Collections.unmodifiableSet(rights);
    }

    private static Set<Right> named(String text) {
        Set<Right> group = GROUPS.get(text);
        return group != null
                ? group
                : EnumSet.of(valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    /** What is needed to change attributes. */
    static Set<Right> toSet(FileAttributes changes) {
        EnumSet<Right> needed = EnumSet.noneOf(Right.class);
        changes.present().forEach(attribute -> needed.add(toSet(attribute)));
        return needed;
    }

    static Right toSet(Attribute attribute) {
        return switch (attribute) {
            case SIZE -> OVERWRITE;
            case PERMISSIONS -> MODE;
            case OWNER_IDS, OWNER_NAMES -> OWNER;
            case ACCESS_TIME, MODIFY_TIME, CHANGE_TIME, CREATE_TIME -> TIMES;
            default -> OTHER_ATTRIBUTES;
        };
    }
}
