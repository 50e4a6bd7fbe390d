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
import org.sallyport.api.storage.GridInfo;
import org.sallyport.api.storage.GridTable;
import org.sallyport.shell.output.Rows;

/** Shows the configured grids, each as its gateway node tells it now. */
@Service
@Command(scope = "sftp", name = "grid-status", description = "Shows the Tahoe-LAFS grids and whether they answer")
public final class GridStatusCommand implements Action {

    @Reference
    private GridTable grids;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("name", "gateways", "writable", "connected", "known", "free-bytes", "problem");
        for (GridInfo grid : grids.grids()) {
            rows.add(
                    grid.name(),
                    String.join(" ", grid.gateways()),
                    grid.writable(),
                    grid.connected(),
                    grid.known(),
                    grid.freeBytes(),
                    grid.problem());
        }
        rows.print(System.out, json);
        return null;
    }
}
