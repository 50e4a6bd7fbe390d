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
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.api.journal.UploadState;
import org.sallyport.shell.output.Rows;

/** Lists the uploads that wait for their store, and those that wait for a decision. */
@Service
@Command(
        scope = "sftp",
        name = "upload-list",
        description = "Lists the uploads that wait for their store, and those that wait for a decision")
public final class UploadListCommand implements Action {

    @Reference
    private UploadQueue queue;

    @Option(name = "--parked", description = "Only those that wait for a decision")
    private boolean parked;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("id", "state", "user", "store", "path", "size", "since", "attempts", "problem");
        for (UploadInfo upload : queue.uploads()) {
            if (!parked || upload.state() == UploadState.PARKED) {
                rows.add(
                        upload.id(),
                        ConfigurationReader.spell(upload.state()),
                        upload.user(),
                        upload.store(),
                        "/" + String.join("/", upload.names()),
                        upload.size(),
                        upload.sealed().toString(),
                        upload.attempts(),
                        upload.problem());
            }
        }
        rows.print(System.out, json);
        return null;
    }
}
