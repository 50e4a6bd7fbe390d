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
import org.sallyport.api.server.ListenerDirectory;
import org.sallyport.api.server.ListenerInfo;
import org.sallyport.shell.completion.ListenerCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Adds a listener, or changes one, and keeps it in etc/. */
@Service
@Command(scope = "sftp", name = "listener-add", description = "Adds a listener, or changes one, and keeps it in etc/")
public final class ListenerAddCommand implements Action {

    @Reference
    private ListenerDirectory listeners;

    @Argument(index = 0, name = "name", description = "Name of the listener", required = true)
    @Completion(ListenerCompleter.class)
    private String name;

    @Option(name = "--host", description = "Address to listen on")
    private String host;

    @Option(name = "--port", description = "Port to listen on")
    private Integer port;

    @Option(name = "--set", description = "Any other setting, as key=value", multiValued = true)
    private List<String> settings = List.of();

    @Override
    public Object execute() throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        if (host != null) {
            values.put("host", host);
        }
        if (port != null) {
            values.put("port", port.toString());
        }
        values.putAll(ConfigurationFiles.assignments(settings));
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.listener", listeners);
        boolean changed = files.change(name, values, List.of(), () -> listener().problem());
        System.out.println("listener " + name + " serves " + listener().host() + ":"
                + listener().port() + (changed ? " and is kept in " : ", as before, and is kept in ")
                + files.file(name));
        return null;
    }

    private ListenerInfo listener() {
        return listeners.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no listener " + name));
    }
}
