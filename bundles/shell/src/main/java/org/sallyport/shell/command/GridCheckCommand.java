/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.api.storage.GridChecks;
import org.sallyport.shell.output.Rows;

/** Shows, begins and ends checks of all that a grid has, which renew its leases. */
@Service
@Command(
        scope = "sftp",
        name = "grid-check",
        description = "Shows, begins or ends the check of all files of a grid, which renews their leases")
public final class GridCheckCommand implements Action {

    @Reference
    private GridChecks checks;

    @Option(name = "--start", description = "Begin the check of this grid")
    private String start;

    @Option(name = "--stop", description = "End the check of this grid that runs")
    private String stop;

    @Option(name = "--findings", description = "Show what the check of this grid found, at most 100 paths")
    private String findings;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        if (start != null) {
            checks.start(start);
        }
        if (stop != null) {
            checks.stop(stop);
        }
        if (findings != null) {
            showFindings();
        } else {
            showAll();
        }
        return null;
    }

    private void showFindings() {
        Rows rows = new Rows("state", "path");
        for (GridCheck check : checks.checks()) {
            if (check.grid().equals(findings)) {
                check.findings().forEach(finding -> rows.add(finding.state(), finding.path()));
            }
        }
        rows.print(System.out, json);
    }

    private void showAll() {
        Rows rows = new Rows(
                "name",
                "interval",
                "running",
                "begun",
                "ended",
                "next",
                "healthy",
                "repaired",
                "damaged",
                "lost",
                "unknown",
                "problem");
        for (GridCheck check : checks.checks()) {
            rows.add(
                    check.grid(),
                    check.interval().isZero() ? "" : check.interval().toString(),
                    check.running(),
                    time(check.begun()),
                    time(check.ended()),
                    time(check.next()),
                    check.healthy(),
                    check.repaired(),
                    check.damaged(),
                    check.lost(),
                    check.unknown(),
                    check.problem());
        }
        rows.print(System.out, json);
    }

    private static String time(Optional<Instant> instant) {
        return instant.map(when -> when.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse("");
    }
}
