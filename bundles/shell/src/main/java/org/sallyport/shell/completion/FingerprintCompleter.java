/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.user.UserDirectory;

/** Completes the fingerprints of the keys of the user who is named before. */
@Service
public final class FingerprintCompleter extends Names {

    @Reference
    private UserDirectory users;

    @Override
    Collection<String> names(CommandLine line) {
        List<String> typed = List.of(line.getArguments());
        return users.users().stream()
                .filter(user -> typed.contains(user.name()))
                .flatMap(user -> user.keys().stream())
                .toList();
    }
}
