/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.LinkedHashMap;
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
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.shell.completion.QuirkCompleter;
import org.sallyport.shell.completion.QuirkValueCompleter;
import org.sallyport.shell.completion.RuleCompleter;
import org.sallyport.shell.completion.SessionCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Sets a switch by a rule that is kept in etc/, or for one running session. */
@Service
@Command(
        scope = "sftp",
        name = "quirk-set",
        description = "Sets a switch by a rule that is kept in etc/, or for one running session")
public final class QuirkSetCommand implements Action {

    @Reference
    private QuirkPolicy policy;

    @Reference
    private SessionDirectory sessions;

    @Argument(index = 0, name = "name", description = "Name of the switch", required = true)
    @Completion(QuirkCompleter.class)
    private String name;

    @Argument(index = 1, name = "value", description = "Its value", required = true)
    @Completion(QuirkValueCompleter.class)
    private String value;

    @Option(name = "--rule", description = "Name of the rule")
    @Completion(RuleCompleter.class)
    private String rule = "console";

    @Option(
            name = "--layer",
            description = "global, listener, role, user or mount; global for a new rule where this is left out")
    @Completion(
            value = StringsCompleter.class,
            values = {"global", "listener", "role", "user", "mount"})
    private String layer;

    @Option(
            name = "--condition",
            description = "OSGi filter over banner, address, listener, user, role, version, fingerprint, mount")
    private String condition;

    @Option(name = "--evidence", description = "Why")
    private String evidence;

    @Option(name = "--session", description = "Id of a session; the switch is set for it alone, as long as it lasts")
    @Completion(SessionCompleter.class)
    private String session;

    @Override
    public Object execute() throws Exception {
        Quirk<?> quirk = Switches.find(name);
        QuirkValue read = Switches.read(quirk, value);
        if (session != null) {
            SessionSwitch.change(sessions, session, quirk, Optional.of(read));
            return null;
        }
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.quirk", policy);
        Map<String, String> values = new LinkedHashMap<>();
        if (!files.exists(rule)) {
            values.put("layer", "global");
            values.put("evidence", "set by the operator");
        }
        put(values, "layer", layer);
        put(values, "condition", condition);
        put(values, "evidence", evidence);
        values.put(name, value);
        boolean changed = files.change(rule, values, List.of(), () -> "");
        System.out.println("rule " + rule + " sets " + name + " = " + value
                + (changed ? " and is kept in " : ", as before, and is kept in ") + files.file(rule));
        return null;
    }

    private static void put(Map<String, String> values, String key, String given) {
        if (given != null) {
            values.put(key, given);
        }
    }
}
