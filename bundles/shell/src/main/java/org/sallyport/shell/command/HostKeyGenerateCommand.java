/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.sallyport.api.server.HostKeyDirectory;

/** Makes a host key; clients notice when one is replaced. */
@Service
@Command(
        scope = "sftp",
        name = "hostkey-generate",
        description = "Makes a host key; clients notice when one is replaced")
public final class HostKeyGenerateCommand implements Action {

    @Reference
    private HostKeyDirectory keys;

    @Argument(index = 0, name = "type", description = "ed25519, ecdsa or rsa", required = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"ed25519", "ecdsa", "rsa"})
    private String type;

    @Option(name = "--replace", description = "Replace the one there is")
    private boolean replace;

    @Override
    public Object execute() throws Exception {
        System.out.println("made " + keys.generate(type, replace)
                + "; listeners without host-keys of their own offer it to their next clients");
        return null;
    }
}
