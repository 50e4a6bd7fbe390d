/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import org.sallyport.api.path.VirtualPath;

/**
 * That somebody is to see a mount at a path; only one mount can have it.
 *
 * @param name of the user or role, or empty
 */
record MountClaim(VirtualPath path, Kind kind, String name) {

    /** Of the mounts at a path a user sees the one of the first kind. */
    enum Kind {
        USER,
        ROLE,
        EVERYBODY
    }

    @Override
    public String toString() {
        return switch (kind) {
            case USER -> "user " + name;
            case ROLE -> "role " + name;
            case EVERYBODY -> "everybody";
        };
    }
}
