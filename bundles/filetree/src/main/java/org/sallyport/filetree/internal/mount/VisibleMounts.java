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
    private volatile Chosen chosen = new Chosen(MountOrder.NONE, List.of());

    /** @param of all mounts, which stand for themselves */
    private record Chosen(MountOrder of, List<MountSettings> visible) {}

    public VisibleMounts(Mounts mounts, String user, Set<String> roles) {
        this.mounts = mounts;
        this.user = user;
        this.roles = Set.copyOf(roles);
    }

    /** One at a path, the longest paths first. The same list as before as long as nothing changes. */
    public List<MountSettings> now() {
        MountOrder all = mounts.inForce();
        Chosen last = chosen;
        if (last.of() != all) {
            last = new Chosen(all, all.visibleTo(user, roles));
            chosen = last;
        }
        return last.visible();
    }
}
