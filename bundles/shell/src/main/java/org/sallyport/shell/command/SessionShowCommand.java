/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.shell.completion.SessionCompleter;
import org.sallyport.shell.output.Details;

/** Shows one connection in full. */
@Service
@Command(scope = "sftp", name = "session-show", description = "Shows one connection in full")
public final class SessionShowCommand implements Action {

    @Reference
    private SessionDirectory sessions;

    @Argument(index = 0, name = "id", description = "Id of the session", required = true)
    @Completion(SessionCompleter.class)
    private String id;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        SessionInfo session =
                sessions.session(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
        Details details = new Details()
                .put("id", session.id())
                .put("user", session.user().orElse(""))
                .put("address", session.remoteAddress())
                .put("listener", session.listener())
                .put("client", session.banner())
                .put("since", session.since().toString())
                .put("authentication", session.authentication())
                .put(
                        "algorithms",
                        session.algorithms().entrySet().stream()
                                .map(entry -> entry.getKey() + " " + entry.getValue())
                                .toList())
                .put("bytes-in", session.bytesIn())
                .put("bytes-out", session.bytesOut());
        List<String> files = new ArrayList<>();
        for (SessionInfo.ChannelInfo channel : session.channels()) {
            details.put("sftp-version", channel.version())
                    .put("requests", channel.requests())
                    .put("pending", channel.pending());
            channel.openFiles()
                    .forEach(file -> files.add(file.mode() + " " + file.path() + " read " + file.bytesRead()
                            + " written " + file.bytesWritten()));
        }
        details.put("open-files", files)
                .put(
                        "quirks",
                        session.quirks().stream().map(SessionShowCommand::line).toList())
                .print(System.out, json);
        return null;
    }

    private static String line(Quirks.Setting setting) {
        return setting.quirk() + " = " + setting.value() + " (" + setting.layer() + " rule " + setting.rule()
                + ", exercised " + setting.exercised() + ": " + setting.reason() + ")";
    }
}
