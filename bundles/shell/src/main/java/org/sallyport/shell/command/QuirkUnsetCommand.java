/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.quirk.KnownQuirks;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.shell.completion.QuirkCompleter;
import org.sallyport.shell.completion.RuleCompleter;
import org.sallyport.shell.completion.SessionCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Takes a switch out of a rule in etc/; an empty rule is removed. */
@Service
@Command(
        scope = "sftp",
        name = "quirk-unset",
        description = "Takes a switch out of a rule in etc/; an empty rule is removed")
public final class QuirkUnsetCommand implements Action {

    @Reference
    private QuirkPolicy policy;

    @Reference
    private SessionDirectory sessions;

    @Argument(index = 0, name = "name", description = "Name of the switch", required = true)
    @Completion(QuirkCompleter.class)
    private String name;

    @Option(name = "--rule", description = "Name of the rule")
    @Completion(RuleCompleter.class)
    private String rule = "console";

    @Option(name = "--session", description = "Id of a session for which the switch was set")
    @Completion(SessionCompleter.class)
    private String session;

    @Override
    public Object execute() throws Exception {
        if (session != null) {
            SessionSwitch.change(sessions, session, Switches.find(name), Optional.empty());
            return null;
        }
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.quirk", policy);
        Map<String, String> values = files.read(rule);
        if (!values.containsKey(name)) {
            throw new IllegalArgumentException("rule " + rule + " does not set " + name);
        }
        boolean others = KnownQuirks.ALL.stream()
                .anyMatch(quirk -> !quirk.name().equals(name) && values.containsKey(quirk.name()));
        if (others) {
            files.change(rule, Map.of(), List.of(name), () -> "");
        } else {
            files.remove(rule);
        }
        System.out.println(
                "rule " + rule + (others ? " no longer sets " + name : " is removed") + ": " + files.file(rule));
        return null;
    }
}
