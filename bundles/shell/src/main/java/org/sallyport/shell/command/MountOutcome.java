/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Optional;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.config.ConfigurationFiles.Outcome;

/** Whether a mount's new configuration has taken effect. */
final class MountOutcome {

    private MountOutcome() {}

    static Optional<Outcome> of(MountTable mounts, String name, String uri) {
        // The table masks passwords, so a URI that holds one is told by the mount's being there.
        boolean masked = uri.indexOf('@') > 0;
        return mounts.mount(name)
                .filter(mount -> masked || mount.uri().equals(uri))
                .map(mount -> mount.problem().isEmpty() ? Outcome.taken() : Outcome.refused(mount.problem()));
    }
}
