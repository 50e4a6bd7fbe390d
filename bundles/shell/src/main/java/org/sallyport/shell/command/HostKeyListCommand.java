/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.server.HostKeyDirectory;
import org.sallyport.shell.output.Rows;

/** Lists the server's own host keys. */
@Service
@Command(scope = "sftp", name = "hostkey-list", description = "Lists the server's own host keys")
public final class HostKeyListCommand implements Action {

    @Reference
    private HostKeyDirectory keys;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("type", "fingerprint", "file");
        for (HostKeyDirectory.HostKeyInfo key : keys.hostKeys()) {
            rows.add(key.type(), key.fingerprint(), key.file().toString());
        }
        rows.print(System.out, json);
        return null;
    }
}
