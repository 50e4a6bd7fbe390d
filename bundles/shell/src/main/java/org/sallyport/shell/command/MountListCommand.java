/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.output.Rows;

/** Lists the mounts. */
@Service
@Command(scope = "sftp", name = "mount-list", description = "Lists the mounts")
public final class MountListCommand implements Action {

    @Reference
    private MountTable mounts;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("name", "path", "uri", "users", "roles", "read-only", "files", "problem");
        for (MountInfo mount : mounts.mounts()) {
            rows.add(
                    mount.name(),
                    mount.path(),
                    mount.uri(),
                    mount.users(),
                    mount.roles(),
                    mount.readOnly(),
                    mount.openFiles(),
                    mount.problem());
        }
        rows.print(System.out, json);
        return null;
    }
}
