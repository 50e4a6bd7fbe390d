/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.quirk.QuirkPolicy;

/** Completes names of the rules that are configured. */
@Service
public final class RuleCompleter extends Names {

    @Reference
    private QuirkPolicy directory;

    @Override
    Collection<String> names(CommandLine line) {
        return directory.verdicts().keySet();
    }
}
