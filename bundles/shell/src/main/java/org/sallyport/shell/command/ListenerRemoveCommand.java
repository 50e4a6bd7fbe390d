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
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.shell.completion.ListenerCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Removes a listener; its sessions may go on. */
@Service
@Command(scope = "sftp", name = "listener-remove", description = "Removes a listener; its sessions may go on")
public final class ListenerRemoveCommand implements Action {

    @Reference
    private ListenerDirectory listeners;

    @Argument(index = 0, name = "name", description = "Name of the listener", required = true)
    @Completion(ListenerCompleter.class)
    private String name;

    @Override
    public Object execute() throws Exception {
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.listener", listeners);
        files.remove(name);
        System.out.println("listener " + name + " and " + files.file(name) + " are removed; its sessions may go on");
        return null;
    }
}
