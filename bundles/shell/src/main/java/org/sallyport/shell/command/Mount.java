/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;

/** Looks up mounts by name. */
final class Mount {

    private Mount() {}

    /** @throws IllegalArgumentException if there is none */
    static MountInfo of(MountTable mounts, String name) {
        return mounts.mount(name).orElseThrow(() -> new IllegalArgumentException("there is no mount " + name));
    }

    /** Why a mount cannot be used, with its values and what would be valid, or empty. */
    static String problem(MountTable mounts, String name) {
        MountInfo mount = of(mounts, name);
        return mount.problem().isEmpty()
                ? ""
                : "path, uri = " + mount.path() + ", " + mount.uri()
                        + ": a store that can be opened (create = true makes a local folder), at a path where it is seen: "
                        + mount.problem();
    }
}
