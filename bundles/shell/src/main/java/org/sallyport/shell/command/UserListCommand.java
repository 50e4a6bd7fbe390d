/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.api.user.UserInfo;
import org.sallyport.shell.output.Rows;

/** Lists the users. */
@Service
@Command(scope = "sftp", name = "user-list", description = "Lists the users")
public final class UserListCommand implements Action {

    @Reference
    private UserDirectory users;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("name", "password", "keys", "roles", "methods", "locked");
        for (UserInfo user : users.users()) {
            rows.add(
                    user.name(),
                    user.hasPassword(),
                    user.keys().size(),
                    List.copyOf(user.roles()),
                    user.methods(),
                    user.locked());
        }
        rows.print(System.out, json);
        return null;
    }
}
