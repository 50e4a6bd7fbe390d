/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.output.Details;

/** Shows one mount in full. */
@Service
@Command(scope = "sftp", name = "mount-show", description = "Shows one mount in full")
public final class MountShowCommand implements Action {

    @Reference
    private MountTable mounts;

    @Argument(index = 0, name = "name", description = "Name of the mount", required = true)
    @Completion(MountCompleter.class)
    private String name;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        MountInfo mount = Mount.of(mounts, name);
        new Details()
                .put("name", mount.name())
                .put("path", mount.path())
                .put("uri", mount.uri())
                .put("users", mount.users())
                .put("roles", mount.roles())
                .put("read-only", mount.readOnly())
                .put("available", mount.available())
                .put("problem", mount.problem())
                .put("open-files", mount.openFiles())
                .putAll(mount.settings())
                .print(System.out, json);
        return null;
    }
}
