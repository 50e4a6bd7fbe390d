/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.metadata;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The mapper of files that are really local: one system call per file, no Commons VFS in between.
 *
 * <p>An OSGi service. Calls come from many threads. Paths were checked by the caller: nothing here follows a link that
 * the caller did not ask to follow.
 */
public interface LocalMetadataMapper {

    /**
     * Reads what is wanted and can be had.
     *
     * @throws java.nio.file.NoSuchFileException if there is nothing at the path
     */
    FileAttributes read(Path path, boolean followLinks, Set<Attribute> wanted) throws IOException;

    /**
     * Applies changes. A size is not among them: truncation is the file tree's.
     *
     * @return the attributes that the file system could not keep and that were left as they were
     */
    Set<Attribute> write(Path path, boolean followLinks, FileAttributes changes) throws IOException;

    /** Names of users by number, in order; empty where there is none. */
    List<Optional<String>> userNames(List<Integer> uids);

    /** Names of groups by number, in order; empty where there is none. */
    List<Optional<String>> groupNames(List<Integer> gids);

    /** The number of a user: the system's, or else one that is allotted to the name now and stays with it, over restarts too. */
    int userNumber(String name);

    /** The number of a group, as {@link #userNumber}. */
    int groupNumber(String name);

    /**
     * The group as which somebody with these roles appears: what the configuration says, or else the first in the order of names.
     *
     * @return its name; empty for somebody without roles
     */
    default Optional<String> groupOf(Set<String> roles) {
        return roles.stream().min(Comparator.naturalOrder());
    }
}
