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
import org.sallyport.api.config.ConfigurationReader;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadQueue;
import org.sallyport.shell.completion.UploadCompleter;
import org.sallyport.shell.output.Details;

/** Shows one upload in full. */
@Service
@Command(scope = "sftp", name = "upload-show", description = "Shows one upload in full")
public final class UploadShowCommand implements Action {

    @Reference
    private UploadQueue queue;

    @Argument(index = 0, name = "id", description = "Id of the upload", required = true)
    @Completion(UploadCompleter.class)
    private String id;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        UploadInfo upload =
                queue.upload(id).orElseThrow(() -> new IllegalArgumentException("there is no upload " + id));
        new Details()
                .put("id", upload.id())
                .put("state", ConfigurationReader.spell(upload.state()))
                .put("user", upload.user())
                .put("store", upload.store())
                .put("path", "/" + String.join("/", upload.names()))
                .put("size", upload.size())
                .put("since", upload.sealed().toString())
                .put("attempts", upload.attempts())
                .put("problem", upload.problem())
                .print(System.out, json);
        return null;
    }
}
