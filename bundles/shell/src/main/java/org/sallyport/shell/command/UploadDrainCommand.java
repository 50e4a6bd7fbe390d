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
import org.sallyport.api.journal.JournalStatus;
import org.sallyport.api.journal.UploadQueue;

/** Waits until everything is stored that can be. */
@Service
@Command(
        scope = "sftp",
        name = "upload-drain",
        description = "Tries everything again and waits until it is stored, for instance before maintenance")
public final class UploadDrainCommand implements Action {

    @Reference
    private UploadQueue queue;

    @Option(name = "--timeout", description = "How long to wait, such as 30s or 10m")
    private String timeout = "5m";

    @Override
    public Object execute() {
        boolean drained = queue.drain(ConfigurationReader.parseDuration(timeout));
        JournalStatus status = queue.status();
        if (!drained) {
            throw new IllegalStateException(status.pending() + " uploads still wait; they are kept over a restart");
        }
        System.out.println("everything is stored, " + status.parked() + " uploads are parked");
        return null;
    }
}
