/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.shell.completion.UserCompleter;
import org.sallyport.shell.output.Rows;

/** Lists a user's authorised keys. */
@Service
@Command(scope = "sftp", name = "key-list", description = "Lists a user's authorised keys")
public final class KeyListCommand implements Action {

    @Reference
    private UserDirectory users;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    private String name;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() throws Exception {
        List<String> fingerprints = users.user(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no user " + name))
                .keys();
        List<String> lines = users.keys(name);
        Rows rows = new Rows("fingerprint", "line");
        for (int i = 0; i < fingerprints.size(); i++) {
            rows.add(fingerprints.get(i), lines.get(i));
        }
        rows.print(System.out, json);
        return null;
    }
}
