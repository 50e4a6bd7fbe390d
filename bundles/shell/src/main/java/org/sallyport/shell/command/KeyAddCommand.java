/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.FileCompleter;
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

    @Option(name = "--file", description = "A file with such lines, on the server")
    @Completion(FileCompleter.class)
    private String file;

    @Override
    public Object execute() throws Exception {
        List<String> lines = given().stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("no key was given; name it, or a file with --file");
        }
        for (String line : lines) {
            users.addKey(name, line);
        }
        System.out.println("added for " + name + ": " + lines.size() + (lines.size() == 1 ? " key" : " keys"));
        return null;
    }

    private List<String> given() throws IOException {
        if (file == null) {
            return key == null ? List.of() : List.of(key);
        }
        try {
            return Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException | AccessDeniedException unreadable) {
            throw new IOException("there is no file " + file + " that the server can read", unreadable);
        } catch (MalformedInputException binary) {
            throw new IOException(file + " is no text file", binary);
        }
    }
}
