/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.completion;

import java.util.Collection;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.sallyport.api.user.UserDirectory;

/** Completes names of users. */
@Service
public final class UserCompleter extends Names {

    @Reference
    private UserDirectory directory;

    @Override
    Collection<String> names(CommandLine line) {
        return directory.users().stream().map(user -> user.name()).toList();
    }
}
