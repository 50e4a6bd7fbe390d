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
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.shell.output.Rows;

/** Lists the listeners. */
@Service
@Command(scope = "sftp", name = "listener-list", description = "Lists the listeners")
public final class ListenerListCommand implements Action {

    @Reference
    private ListenerDirectory listeners;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("name", "host", "port", "sessions", "problem");
        for (ListenerInfo listener : listeners.listeners()) {
            rows.add(listener.name(), listener.host(), listener.port(), listener.sessions(), listener.problem());
        }
        rows.print(System.out, json);
        return null;
    }
}
