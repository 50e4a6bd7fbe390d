/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.session.SessionDirectory;

/** Completes ids of sessions. */
@Service
public final class SessionCompleter extends Names {

    @Reference
    private SessionDirectory directory;

    @Override
    Collection<String> names(CommandLine line) {
        return directory.sessions().stream().map(open -> open.id()).toList();
    }
}
