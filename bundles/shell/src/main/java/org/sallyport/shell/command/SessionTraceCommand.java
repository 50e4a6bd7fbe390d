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
import org.sallyport.api.session.SessionTracer;
import org.sallyport.shell.completion.SessionCompleter;
import org.sallyport.shell.output.Rows;

/** Records the SFTP packets of a session to a file, without content of files. */
@Service
@Command(
        scope = "sftp",
        name = "session-trace",
        description = "Records the SFTP packets of a session to a file, without content of files")
public final class SessionTraceCommand implements Action {

    @Reference
    private SessionTracer tracer;

    @Argument(index = 0, name = "id", description = "Id of the session; without it, what is being recorded is listed")
    @Completion(SessionCompleter.class)
    private String id;

    @Option(name = "--stop", description = "Ends the recording")
    private boolean stop;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() throws Exception {
        if (id == null) {
            Rows rows = new Rows("session", "file");
            tracer.running().forEach((session, file) -> rows.add(session, file.toString()));
            rows.print(System.out, json);
        } else if (!stop) {
            System.out.println("session " + id + " is recorded to " + tracer.start(id)
                    + " until it ends; names of files are in it, their content is not");
        } else if (!tracer.stop(id)) {
            throw new IllegalArgumentException("session " + id + " is not being recorded");
        } else {
            System.out.println("session " + id + " is recorded no more");
        }
        return null;
    }
}
