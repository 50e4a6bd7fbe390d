/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.sallyport.api.user.UserDirectory;

/** Adds a user; the password is asked for. */
@Service
@Command(scope = "sftp", name = "user-add", description = "Adds a user; the password is asked for")
public final class UserAddCommand implements Action {

    @Reference
    private UserDirectory users;

    @Reference
    private Session session;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    private String name;

    @Option(name = "--roles", description = "Roles, separated by commas")
    private String roles = "";

    @Option(name = "--no-password", description = "For keys alone")
    private boolean noPassword;

    @Override
    public Object execute() throws Exception {
        Optional<char[]> password = noPassword ? Optional.empty() : Optional.of(Passwords.ask(session));
        Set<String> wanted = new LinkedHashSet<>(Arrays.stream(roles.split(","))
                .map(String::trim)
                .filter(role -> !role.isEmpty())
                .toList());
        users.add(name, password, wanted);
        System.out.println("user " + name + " is added");
        return null;
    }
}
