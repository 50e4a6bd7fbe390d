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
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.shell.output.Rows;

/** Lists the connections. */
@Service
@Command(scope = "sftp", name = "session-list", description = "Lists the connections")
public final class SessionListCommand implements Action {

    @Reference
    private SessionDirectory sessions;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("id", "user", "address", "listener", "client", "version", "files", "in", "out", "since");
        for (SessionInfo session : sessions.sessions()) {
            rows.add(
                    session.id(),
                    session.user().orElse(""),
                    session.remoteAddress(),
                    session.listener(),
                    session.banner(),
                    session.channels().stream()
                            .map(channel -> Integer.toString(channel.version()))
                            .toList(),
                    session.channels().stream()
                            .mapToInt(channel -> channel.openFiles().size())
                            .sum(),
                    session.bytesIn(),
                    session.bytesOut(),
                    session.since().toString());
        }
        rows.print(System.out, json);
        return null;
    }
}
