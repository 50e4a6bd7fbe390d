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
import org.sallyport.api.filetree.MountTable;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.completion.SchemeCompleter;
import org.sallyport.shell.completion.UserCompleter;
import org.sallyport.shell.config.ConfigurationFiles;

/** Adds a mount, or changes one, and keeps it in etc/. */
@Service
@Command(scope = "sftp", name = "mount-add", description = "Adds a mount, or changes one, and keeps it in etc/")
public final class MountAddCommand implements Action {

    @Reference
    private MountTable mounts;

    @Argument(index = 0, name = "name", description = "Name of the mount", required = true)
    @Completion(MountCompleter.class)
    private String name;

    @Argument(
            index = 1,
            name = "uri",
            description = "Commons VFS URI of the store; {user} is replaced",
            required = true)
    @Completion(SchemeCompleter.class)
    private String uri;

    @Option(name = "--path", description = "Where users see it; /NAME for a new mount where this is left out")
    private String path;

    @Option(name = "--users", description = "Users who see it, separated by commas")
    @Completion(UserCompleter.class)
    private String users;

    @Option(name = "--roles", description = "Roles whose users see it")
    private String roles;

    @Option(name = "--read-only", description = "Nothing can be changed through it")
    private boolean readOnly;

    @Option(name = "--create", description = "Make a local folder that is not there")
    private boolean create;

    @Option(name = "--set", description = "Any other setting, as key=value", multiValued = true)
    private List<String> settings = List.of();

    @Override
    public Object execute() throws Exception {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("uri", uri);
        ConfigurationFiles files = new ConfigurationFiles("org.sallyport.mount", mounts);
        if (path != null || !files.exists(name)) {
            values.put("path", path == null ? "/" + name : path);
        }
        if (readOnly) {
            values.put("read-only", "true");
        }
        if (create) {
            values.put("create", "true");
        }
        if (users != null) {
            values.put("users", users);
        }
        if (roles != null) {
            values.put("roles", roles);
        }
        values.putAll(ConfigurationFiles.assignments(settings));
        boolean changed = files.change(name, values, List.of(), () -> Mount.problem(mounts, name));
        System.out.println("mount " + name + " is at " + Mount.of(mounts, name).path()
                + (changed ? " and kept in " : ", as before, and kept in ") + files.file(name));
        return null;
    }
}
