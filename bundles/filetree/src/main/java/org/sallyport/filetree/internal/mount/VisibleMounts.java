/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.mount;

import java.util.List;
import java.util.Set;

/** The mounts that one user sees. They are chosen anew only when the mounts changed. For use by many threads. */
public final class VisibleMounts {

    private final Mounts mounts;
    private final String user;
    private final Set<String> roles;
    private volatile Chosen chosen = new Chosen(List.of(), List.of());

    /** @param of the list of all mounts, which stands for itself */
    private record Chosen(List<MountSettings> of, List<MountSettings> visible) {}

    public VisibleMounts(Mounts mounts, String user, Set<String> roles) {
        this.mounts = mounts;
        this.user = user;
        this.roles = Set.copyOf(roles);
    }

    /** The longest paths first. The same list as before as long as nothing changes. */
    public List<MountSettings> now() {
        List<MountSettings> all = mounts.all();
        Chosen last = chosen;
        if (last.of() != all) {
            last = new Chosen(
                    all,
                    all.stream().filter(mount -> mount.isVisibleTo(user, roles)).toList());
            chosen = last;
        }
        return last.visible();
    }
}
