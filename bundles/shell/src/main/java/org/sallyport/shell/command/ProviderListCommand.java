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
import org.sallyport.api.storage.ProviderInfo;
import org.sallyport.api.storage.StoreManager;
import org.sallyport.shell.output.Rows;

/** Lists the storage providers. */
@Service
@Command(scope = "sftp", name = "provider-list", description = "Lists the storage providers")
public final class ProviderListCommand implements Action {

    @Reference
    private StoreManager stores;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("scheme", "origin", "leases", "generation");
        for (ProviderInfo provider : stores.providers()) {
            rows.add(provider.scheme(), provider.origin(), provider.leases(), provider.generation());
        }
        rows.print(System.out, json);
        return null;
    }
}
