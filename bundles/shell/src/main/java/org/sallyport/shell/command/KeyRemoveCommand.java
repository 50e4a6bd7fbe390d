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
import org.sallyport.shell.completion.FingerprintCompleter;
import org.sallyport.shell.completion.UserCompleter;

/** Removes an authorised key. */
@Service
@Command(scope = "sftp", name = "key-remove", description = "Removes an authorised key")
public final class KeyRemoveCommand implements Action {

    @Reference
    private UserDirectory users;

    @Argument(index = 0, name = "name", description = "Name of the user", required = true)
    @Completion(UserCompleter.class)
    private String name;

    @Argument(index = 1, name = "fingerprint", description = "Fingerprint of the key, SHA256:...", required = true)
    @Completion(FingerprintCompleter.class)
    private String fingerprint;

    @Override
    public Object execute() throws Exception {
        int removed = users.removeKey(name, fingerprint);
        if (removed == 0) {
            throw new IllegalArgumentException(name + " has no key " + fingerprint);
        }
        System.out.println("removed for " + name + ": " + removed + (removed == 1 ? " key" : " keys"));
        return null;
    }
}
