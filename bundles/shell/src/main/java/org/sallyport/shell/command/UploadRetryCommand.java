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
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.shell.completion.UploadCompleter;

/** Tries an upload again at once. */
@Service
@Command(
        scope = "sftp",
        name = "upload-retry",
        description = "Tries an upload again at once; one that was parked then replaces whatever has its name")
public final class UploadRetryCommand implements Action {

    @Reference
    private UploadQueue queue;

    @Argument(index = 0, name = "id", description = "Id of the upload", required = true)
    @Completion(UploadCompleter.class)
    private String id;

    @Override
    public Object execute() {
        if (!queue.retry(id)) {
            throw new IllegalArgumentException("there is no upload " + id);
        }
        System.out.println("upload " + id + " is tried again");
        return null;
    }
}
