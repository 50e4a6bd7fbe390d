/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.filetree.MountTable;

/** Completes names of mounts. */
@Service
public final class MountCompleter extends Names {

    @Reference
    private MountTable directory;

    @Override
    Collection<String> names(CommandLine line) {
        return directory.verdicts().keySet();
    }
}
