/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.FileTreeException.Reason;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.filetree.internal.mount.MountSettings;
import org.sallyport.filetree.internal.mount.VisibleMounts;
import org.sallyport.filetree.internal.store.Failures;

/** Which mount of one session's tree a path leads to, looked up at each call. For use by many threads. */
record MountTable(VisibleMounts mounts) {

    private static final String NOT_HERE = "Nothing can be changed here: this is no part of a store";

    /** A place in a store, or in the virtual directories above the mounts where there is no mount. */
    record Place(Optional<MountSettings> mount, List<String> names) {}

    /** As the mounts are at the moment. */
    Place at(VirtualPath path) {
        for (MountSettings mount : mounts.now()) {
            if (path.startsWith(mount.path())) {
                return new Place(
                        Optional.of(mount), path.names().subList(mount.path().depth(), path.depth()));
            }
        }
        return new Place(Optional.empty(), path.names());
    }

    /** Whether mounts lie below a path. */
    boolean hasMountsBelow(VirtualPath path) {
        return mounts.now().stream()
                .anyMatch(mount ->
                        mount.path().depth() > path.depth() && mount.path().startsWith(path));
    }

    /** Names of what leads to mounts below a path, in it. */
    Set<String> namesBelow(VirtualPath path) {
        Set<String> below = new LinkedHashSet<>();
        for (MountSettings mount : mounts.now()) {
            if (mount.path().depth() > path.depth() && mount.path().startsWith(path)) {
                below.add(mount.path().names().get(path.depth()));
            }
        }
        return below;
    }

    /** @throws FileTreeException NO_SUCH_FILE where there is no mount */
    Place inStore(VirtualPath path) throws FileTreeException {
        Place place = at(path);
        if (place.mount().isEmpty()) {
            throw Failures.of(Reason.NO_SUCH_FILE);
        }
        return place;
    }

    /** @throws FileTreeException READ_ONLY in a mount that is, PERMISSION_DENIED where there is none */
    Place changeable(VirtualPath path) throws FileTreeException {
        Place place = at(path);
        if (place.mount().isEmpty()) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, NOT_HERE);
        }
        requireWritable(place.mount().get());
        return place;
    }

    static void requireWritable(MountSettings mount) throws FileTreeException {
        if (mount.readOnly()) {
            throw new FileTreeException(Reason.READ_ONLY, "This part of the tree is read-only");
        }
    }

    /** A place whose entry can be made, removed or renamed: mount points and what leads to them cannot. */
    Place changeableEntry(VirtualPath path) throws FileTreeException {
        Place place = changeable(path);
        if (place.names().isEmpty() || hasMountsBelow(path)) {
            throw new FileTreeException(Reason.PERMISSION_DENIED, "A mount point cannot be changed");
        }
        return place;
    }
}
