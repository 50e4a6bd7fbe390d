/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.session.SessionDirectory;
import org.sallyport.shell.completion.ListenerCompleter;
import org.sallyport.shell.completion.MountCompleter;
import org.sallyport.shell.completion.SessionCompleter;
import org.sallyport.shell.completion.UserCompleter;
import org.sallyport.shell.output.Rows;

/** Shows which switches hold for a session or a client, which rule set each, and why. */
@Service
@Command(
        scope = "sftp",
        name = "quirk-explain",
        description = "Shows which switches hold for a session or a client, which rule set each, and why")
public final class QuirkExplainCommand implements Action {

    @Reference
    private QuirkPolicy policy;

    @Reference
    private SessionDirectory sessions;

    @Argument(index = 0, name = "id", description = "Id of a session", required = false)
    @Completion(SessionCompleter.class)
    private String id;

    @Option(name = "--banner", description = "What the client calls itself, after SSH-2.0-")
    private String banner;

    @Option(name = "--user", description = "User")
    @Completion(UserCompleter.class)
    private String user;

    @Option(name = "--role", description = "Role", multiValued = true)
    private List<String> roles = List.of();

    @Option(name = "--address", description = "Address of the client")
    private String address;

    @Option(name = "--listener", description = "Listener")
    @Completion(ListenerCompleter.class)
    private String listener;

    @Option(name = "--version", description = "SFTP version that the client asks for")
    private Integer version;

    @Option(name = "--fingerprint", description = "sftp, scp, sshfs, gvfs or lftp")
    @Completion(
            value = StringsCompleter.class,
            values = {"sftp", "scp", "sshfs", "gvfs", "lftp"})
    private String fingerprint;

    @Option(name = "--mount", description = "Mount")
    @Completion(MountCompleter.class)
    private String mount;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        List<Quirks.Setting> settings = id != null
                ? sessions.session(id)
                        .orElseThrow(() -> new IllegalArgumentException("there is no session " + id))
                        .quirks()
                : policy.resolve(profile()).settings();
        Rows rows = new Rows("switch", "value", "layer", "rule", "exercised", "reason");
        for (Quirks.Setting setting : settings) {
            rows.add(
                    setting.quirk(),
                    setting.value(),
                    setting.layer(),
                    setting.rule(),
                    setting.exercised(),
                    setting.reason());
        }
        rows.print(System.out, json);
        return null;
    }

    private ClientProfile profile() {
        return new ClientProfile(
                Optional.ofNullable(banner),
                Optional.ofNullable(fingerprint),
                Optional.ofNullable(version),
                Optional.ofNullable(user),
                Set.copyOf(roles),
                Optional.ofNullable(address),
                Optional.ofNullable(listener),
                Optional.ofNullable(mount));
    }
}
