/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.shell.completion.UserCompleter;

/** Sets a user's password, which is asked for. */
@Service
@Command(scope = "sftp", name = "user-password", description = "Sets a user's password, which is asked for")
public final class UserPasswordCommand implements Action {

    @Reference
    private UserDirectory users;

    @Reference
    private Session session;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    private String name;

    @Option(name = "--remove", description = "Take the password away")
    private boolean remove;

    @Override
    public Object execute() throws Exception {
        users.setPassword(name, remove ? Optional.empty() : Optional.of(Passwords.ask(session)));
        System.out.println("the password of " + name + " is " + (remove ? "removed" : "changed"));
        return null;
    }
}
