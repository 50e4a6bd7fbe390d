/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.sallyport.api.journal.UploadInfo;
import org.sallyport.api.journal.UploadQueue;

/** Completes ids of uploads that wait. */
@Service
public final class UploadCompleter implements Completer {

    @Reference
    private UploadQueue queue;

    @Override
    public int complete(Session session, CommandLine commandLine, List<String> candidates) {
        return new StringsCompleter(queue.uploads().stream().map(UploadInfo::id).toList())
                .complete(session, commandLine, candidates);
    }
}
