/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.shell.completion.QuirkCompleter;
import org.sallyport.shell.config.ConfigurationFiles;
import org.sallyport.shell.config.ConfigurationFiles.Outcome;

/** Sets a switch by a rule that is kept in etc/. */
@Service
@Command(scope = "sftp", name = "quirk-set", description = "Sets a switch by a rule that is kept in etc/")
public final class QuirkSetCommand implements Action {

    @Reference
    private QuirkPolicy policy;

    @Argument(index = 0, name = "name", description = "Name of the switch", required = true)
    @Completion(QuirkCompleter.class)
    private String name;

    @Argument(index = 1, name = "value", description = "Its value", required = true)
    private String value;

    @Option(name = "--rule", description = "Name of the rule")
    private String rule = "console";

    @Option(name = "--layer", description = "global, listener, role, user or mount")
    private String layer = "global";

    @Option(
            name = "--condition",
            description = "OSGi filter over banner, address, listener, user, role, version, fingerprint, mount")
    private String condition;

    @Option(name = "--evidence", description = "Why")
    private String evidence = "set by the operator";

    @Override
    public Object execute() throws Exception {
        Switches.check(policy, name, value);
        Map<String, String> values = new LinkedHashMap<>();
        values.put(name, value);
        values.put("layer", layer);
        values.put("evidence", evidence);
        if (condition != null) {
            values.put("condition", condition);
        }
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.quirk");
        files.change(rule, values, List.of(), () -> policy.rules().stream()
                .filter(existing ->
                        existing.name().equals(rule) && existing.layer().equals(layer))
                .filter(existing -> existing.values().stream().anyMatch(pair -> pair.startsWith(name + "=")))
                .findFirst()
                .map(existing -> Outcome.taken()));
        System.out.println("rule " + rule + " sets " + name + " = " + value + " and is kept in " + files.file(rule));
        return null;
    }
}
