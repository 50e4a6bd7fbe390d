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
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.shell.completion.SessionCompleter;

/** Ends a connection. */
@Service
@Command(scope = "sftp", name = "session-kill", description = "Ends a connection")
public final class SessionKillCommand implements Action {

    @Reference
    private SessionDirectory sessions;

    @Argument(index = 0, name = "id", description = "Id of the session", required = true)
    @Completion(SessionCompleter.class)
    private String id;

    @Option(name = "--reason", description = "What the client is told")
    private String reason = "ended by the operator";

    @Override
    public Object execute() {
        if (!sessions.end(id, reason)) {
            throw new IllegalArgumentException("there is no session " + id);
        }
        System.out.println("session " + id + " is ended");
        return null;
    }
}
