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
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.shell.output.Rows;

/** Lists the rules in force, later ones winning. */
@Service
@Command(scope = "sftp", name = "quirk-list", description = "Lists the rules in force, later ones winning")
public final class QuirkListCommand implements Action {

    @Reference
    private QuirkPolicy policy;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Rows rows = new Rows("layer", "rule", "condition", "values", "evidence");
        for (QuirkPolicy.Rule rule : policy.rules()) {
            rows.add(rule.layer(), rule.name(), rule.condition(), rule.values(), rule.evidence());
        }
        rows.print(System.out, json);
        return null;
    }
}
