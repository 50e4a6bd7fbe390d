/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.config.ConfigurationVerdict;
import org.sallyport.api.filetree.AccessTable;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.shell.output.Details;

/** Shows what the server does now. */
@Service
@Command(scope = "sftp", name = "status", description = "Shows what the server does now")
public final class StatusCommand implements Action {

    @Reference
    private ListenerDirectory listeners;

    @Reference
    private SessionDirectory sessions;

    @Reference
    private MountTable mounts;

    @Reference
    private AccessTable access;

    @Reference
    private QuirkPolicy rules;

    @Reference
    private UploadQueue uploads;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        List<ListenerInfo> all = listeners.listeners();
        List<SessionInfo> open = sessions.sessions();
        Details details = new Details()
                .put("java", Runtime.version().toString())
                .put(
                        "memory-mib",
                        (Runtime.getRuntime().totalMemory()
                                        - Runtime.getRuntime().freeMemory())
                                >> 20)
                .put(
                        "listeners",
                        all.stream()
                                .map(listener -> listener.name() + " " + listener.host() + ":" + listener.port()
                                        + (listener.problem().isEmpty() ? "" : " (" + listener.problem() + ")"))
                                .toList())
                .put("sessions", open.size())
                .put(
                        "open-files",
                        open.stream()
                                .flatMap(session -> session.channels().stream())
                                .mapToInt(channel -> channel.openFiles().size())
                                .sum())
                .put(
                        "mounts",
                        mounts.mounts().stream()
                                .map(mount -> mount.name() + " " + mount.path() + " " + mount.uri()
                                        + (mount.problem().isEmpty() ? "" : " (" + mount.problem() + ")"))
                                .toList())
                .put(
                        "refused",
                        Stream.of(listeners, mounts, access, rules)
                                .flatMap(configured -> configured.verdicts().values().stream())
                                .filter(ConfigurationVerdict::isRefused)
                                .map(ConfigurationVerdict::refusal)
                                .toList());
        JournalStatus journal = uploads.status();
        details.put("uploads-writing", journal.writing())
                .put("uploads-pending", journal.pending())
                .put("uploads-parked", journal.parked())
                .put("uploads-stored", journal.stored())
                .put("upload-failures", journal.failures())
                .put("uploads-sent-early", journal.sentEarly())
                .put("uploads-given-up-early", journal.givenUpEarly())
                .put("spool-bytes", journal.spoolBytes() + " of " + journal.mostBytes());
        if (!journal.problem().isEmpty()) {
            details.put("journal-problem", journal.problem());
        }
        details.print(System.out, json);
        return null;
    }
}
