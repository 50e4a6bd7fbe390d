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
import org.sallyport.api.quirk.QuirkAdvisor;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.shell.completion.AdviceCompleter;
import org.sallyport.shell.config.ConfigurationFiles;
import org.sallyport.shell.output.Rows;

/** Shows rules that may help clients that were seen in trouble, or makes one of them. */
@Service
@Command(
        scope = "sftp",
        name = "quirk-advise",
        description = "Shows rules that may help clients that were seen in trouble, or makes one of them")
public final class QuirkAdviseCommand implements Action {

    @Reference
    private QuirkAdvisor advisor;

    @Reference
    private QuirkPolicy policy;

    @Argument(index = 0, name = "name", description = "A rule to make, kept in etc/")
    @Completion(AdviceCompleter.class)
    private String name;

    @Option(name = "--unknown", description = "Shows the clients that no rule knows, what they did, and how")
    private boolean unknown;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() throws Exception {
        if (name != null) {
            apply();
        } else if (unknown) {
            Rows rows = new Rows("client", "sessions", "did", "traits");
            advisor.unknownClients()
                    .forEach(client -> rows.add(client.banner(), client.sessions(), client.did(), client.traits()));
            rows.print(System.out, json);
        } else {
            Rows rows = new Rows("name", "condition", "values", "times", "last", "evidence");
            advisor.advice()
                    .forEach(advice -> rows.add(
                            advice.name(),
                            advice.condition(),
                            values(advice.values()),
                            advice.times(),
                            advice.last().toString(),
                            advice.evidence()));
            rows.print(System.out, json);
        }
        return null;
    }

    private static List<String> values(Map<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
    }

    private void apply() throws Exception {
        QuirkAdvisor.Advice advice = advisor.advice().stream()
                .filter(given -> given.name().equals(name) && !given.values().isEmpty())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no advice " + name + " that a rule can follow"));
        Map<String, String> rule = new LinkedHashMap<>();
        rule.put("layer", "user");
        rule.put("condition", advice.condition());
        rule.put("evidence", "seen " + advice.times() + " times until " + advice.last() + ": " + advice.evidence());
        rule.putAll(advice.values());
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.quirk", policy);
        files.change(name, rule, List.of(), () -> "");
        System.out.println("rule " + name + " sets " + values(advice.values()) + " and is kept in " + files.file(name));
    }
}
