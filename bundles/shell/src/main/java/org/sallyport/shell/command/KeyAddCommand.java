/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.nio.file.Files;
import java.nio.file.Path;
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

/** Authorises a public key for a user. */
@Service
@Command(scope = "sftp", name = "key-add", description = "Authorises a public key for a user")
public final class KeyAddCommand implements Action {

    @Reference
    private UserDirectory users;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    private String name;

    @Argument(
            index = 1,
            name = "key",
            description = "The key as in authorized_keys, options included, in quotes",
            required = false)
    private String key;

    @Option(name = "--file", description = "A file with such lines")
    private String file;

    @Override
    public Object execute() throws Exception {
        List<String> lines = file == null ? List.of(key == null ? "" : key) : Files.readAllLines(Path.of(file));
        int added = 0;
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                users.addKey(name, line);
                added++;
            }
        }
        if (added == 0) {
            throw new IllegalArgumentException("no key was given; name it, or a file with --file");
        }
        System.out.println(added + " keys are added for " + name);
        return null;
    }
}
