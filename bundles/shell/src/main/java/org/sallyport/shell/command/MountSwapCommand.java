/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.completion.SchemeCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Puts another store behind a mount; open files finish on the old one. */
@Service
@Command(
        scope = "sftp",
        name = "mount-swap",
        description = "Puts another store behind a mount; open files finish on the old one")
public final class MountSwapCommand implements Action {

    @Reference
    private MountTable mounts;

    @Argument(index = 0, name = "name", description = "Name of the mount", required = true)
    @Completion(MountCompleter.class)
    private String name;

    @Argument(index = 1, name = "uri", description = "Commons VFS URI of the new store", required = true)
    @Completion(SchemeCompleter.class)
    private String uri;

    @Override
    public Object execute() throws Exception {
        Mount.of(mounts, name);
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.mount", mounts);
        boolean changed = files.change(
                name,
                Map.of("uri", uri),
                List.of(),
                () -> Mount.of(mounts, name).available() ? "" : Mount.problem(mounts, name));
        System.out.println("mount " + name + " shows " + Mount.of(mounts, name).uri()
                + (changed ? " to whatever is opened from now on" : ", as before"));
        return null;
    }
}
