/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.shell.completion.ListenerCompleter;
import org.sallyport.shell.config.ConfigurationFiles;
import org.sallyport.shell.config.ConfigurationFiles.Outcome;

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
        boolean removed = new ConfigurationFiles("org.sallyport.listener")
                .remove(
                        name,
                        () -> listeners.listeners().stream()
                                        .anyMatch(listener -> listener.name().equals(name))
                                ? Optional.empty()
                                : Optional.of(Outcome.taken()));
        System.out.println(removed ? "listener " + name + " is removed" : "there is no listener " + name + " in etc/");
        return null;
    }
}
