/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.sallyport.api.filetree.AccessInfo;
import org.sallyport.api.filetree.AccessTable;
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.user.UserDirectory;
import org.sallyport.api.user.UserInfo;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.completion.UserCompleter;
import org.sallyport.shell.output.Details;

/** Shows one mount in full, or what a user may do at a path. */
@Service
@Command(
        scope = "sftp",
        name = "mount-show",
        description = "Shows one mount in full, or what a user may do at a path and by which rule")
public final class MountShowCommand implements Action {

    @Reference
    private MountTable mounts;

    @Reference
    private AccessTable access;

    @Reference
    private UserDirectory users;

    @Argument(
            index = 0,
            name = "name",
            description = "Name of the mount; with --access a path as the user sees it",
            required = true)
    @Completion(MountCompleter.class)
    private String name;

    @Option(name = "--access", description = "A user, to explain by the access rules what is allowed at the path")
    @Completion(UserCompleter.class)
    private String user;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        if (user != null) {
            explain();
            return null;
        }
        MountInfo mount = Mount.of(mounts, name);
        new Details()
                .put("name", mount.name())
                .put("path", mount.path())
                .put("uri", mount.uri())
                .put("users", mount.users())
                .put("roles", mount.roles())
                .put("read-only", mount.readOnly())
                .put("available", mount.available())
                .put("problem", mount.problem())
                .put("open-files", mount.openFiles())
                .putAll(mount.settings())
                .print(System.out, json);
        return null;
    }

    private void explain() {
        Set<String> roles = users.user(user)
                .map(UserInfo::roles)
                .orElseThrow(() -> new IllegalArgumentException("there is no user " + user));
        AccessInfo info = access.explain(user, roles, VirtualPath.of(name));
        new Details()
                .put("user", user)
                .put("roles", roles)
                .put("path", info.path())
                .put("mount", info.mount())
                .put("allowed", info.allowed())
                .put("refused", info.refused())
                .put("hidden", info.hidden())
                .put("rules", info.steps())
                .print(System.out, json);
    }
}
