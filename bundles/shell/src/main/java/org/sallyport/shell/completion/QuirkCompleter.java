/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.quirk.KnownQuirks;

/** Completes names of switches. */
@Service
public final class QuirkCompleter extends Names {

    @Override
    Collection<String> names(CommandLine line) {
        return KnownQuirks.ALL.stream().<String>map(quirk -> quirk.name()).toList();
    }
}
