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
import org.sallyport.api.user.UserDirectory;
import org.sallyport.shell.completion.UserCompleter;

/** Removes a user, and the keys; files stay. */
@Service
@Command(scope = "sftp", name = "user-remove", description = "Removes a user, and the keys; files stay")
public final class UserRemoveCommand implements Action {

    @Reference
    private UserDirectory users;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    private String name;

    @Override
    public Object execute() throws Exception {
        if (!users.remove(name)) {
            throw new IllegalArgumentException("there is no user " + name);
        }
        System.out.println("user " + name + " is removed; open sessions go on until they end");
        return null;
    }
}
