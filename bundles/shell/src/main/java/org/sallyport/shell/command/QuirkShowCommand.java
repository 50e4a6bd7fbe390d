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
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.shell.completion.QuirkCompleter;
import org.sallyport.shell.output.Details;

/** Shows a switch: what it does, its values and its risk. */
@Service
@Command(scope = "sftp", name = "quirk-show", description = "Shows a switch: what it does, its values and its risk")
public final class QuirkShowCommand implements Action {

    @Argument(index = 0, name = "name", description = "Name of the switch", required = true)
    @Completion(QuirkCompleter.class)
    private String name;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        Quirk<?> quirk = Switches.find(name);
        new Details()
                .put("name", quirk.name())
                .put("neutral", Switches.spell(quirk.neutral()))
                .put("valid", quirk.valid())
                .put(
                        "decided",
                        quirk.phase().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .put("description", quirk.description())
                .put("risk", quirk.risk())
                .print(System.out, json);
        return null;
    }
}
