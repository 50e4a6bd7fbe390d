/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.access;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.provider.UriParser;
import org.sallyport.filetree.internal.mount.MountSettings;

/**
 * Where a mount's root is, so that places which two mounts show are known for the same.
 *
 * @param names scheme and names; those of the real path for a local folder
 * @param isSettled false for a local folder that is not there yet
 */
record StoreLocation(List<String> names, boolean isSettled) {

    private static final String LOCAL = "file:";

    static StoreLocation of(MountSettings mount, String user) {
        String uri;
        try {
            uri = mount.uriFor(user);
        } catch (IllegalArgumentException noFolderForTheUser) {
            uri = mount.uri();
        }
        return uri.startsWith(LOCAL) ? local(uri) : new StoreLocation(split(uri), true);
    }

    private static StoreLocation local(String uri) {
        try {
            return new StoreLocation(names(Path.of(URI.create(uri)).toRealPath()), true);
        } catch (IOException | IllegalArgumentException notThere) {
            return new StoreLocation(split(uri), false);
        }
    }

    private static List<String> names(Path path) {
        List<String> names = new ArrayList<>(path.getNameCount() + 1);
        names.add(LOCAL);
        path.forEach(name -> names.add(name.toString()));
        return List.copyOf(names);
    }

    private static List<String> split(String uri) {
        return Arrays.stream(uri.split("/"))
                .filter(name -> !name.isEmpty())
                .map(StoreLocation::decoded)
                .toList();
    }

    private static String decoded(String name) {
        try {
            return UriParser.decode(name);
        } catch (FileSystemException malformed) {
            return name;
        }
    }

    List<String> below(List<String> more) {
        List<String> all = new ArrayList<>(names.size() + more.size());
        all.addAll(names);
        all.addAll(more);
        return all;
    }

    static boolean isAtOrBelow(List<String> names, List<String> root) {
        if (names.size() < root.size()) {
            return false;
        }
        for (int i = root.size() - 1; i >= 0; i--) {
            if (!names.get(i).equals(root.get(i))) {
                return false;
            }
        }
        return true;
    }
}
