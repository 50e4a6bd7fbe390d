/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Removes a mount; what is stored stays. */
@Service
@Command(scope = "sftp", name = "mount-remove", description = "Removes a mount; what is stored stays")
public final class MountRemoveCommand implements Action {

    @Reference
    private MountTable mounts;

    @Argument(index = 0, name = "name", description = "Name of the mount", required = true)
    @Completion(MountCompleter.class)
    private String name;

    @Override
    public Object execute() throws Exception {
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.mount", mounts);
        files.remove(name);
        System.out.println("mount " + name + " and " + files.file(name) + " are removed; what is stored stays");
        return null;
    }
}
