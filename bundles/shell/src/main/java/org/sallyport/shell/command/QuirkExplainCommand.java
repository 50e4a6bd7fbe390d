/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.shell.command;

import java.util.List;
import java.util.Map;
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
import org.sallyport.api.filetree.MountInfo;
import org.sallyport.api.filetree.MountTable;
import org.sallyport.api.path.VirtualPath;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.QuirkPolicy;
import org.sallyport.api.quirk.Quirks;
import org.sallyport.api.quirk.SessionQuirks;
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

    private static final MountQuirks NOWHERE = new MountQuirks("", Map.of());

    @Reference
    private QuirkPolicy policy;

    @Reference
    private SessionDirectory sessions;

    @Reference
    private MountTable mounts;

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

    @Option(name = "--negotiated", description = "SFTP version that is spoken, for switches that are decided at a path")
    private Integer negotiated;

    @Option(name = "--fingerprint", description = "sftp, scp, sshfs, gvfs or lftp")
    @Completion(
            value = StringsCompleter.class,
            values = {"sftp", "scp", "sshfs", "gvfs", "lftp"})
    private String fingerprint;

    @Option(name = "--path", description = "Path, for switches that are decided there")
    private String path;

    @Option(name = "--mount", description = "Mount, instead of a path")
    @Completion(MountCompleter.class)
    private String mount;

    @Option(name = "--json", description = "Print JSON for scripts")
    private boolean json;

    @Override
    public Object execute() {
        ClientProfile client = id == null
                ? described()
                : sessions.client(id).orElseThrow(() -> new IllegalArgumentException("there is no session " + id));
        Optional<MountQuirks> place = mount(client).map(Switches::ofMount);
        List<Quirks.Setting> settings = (id == null ? resolve(client, place) : ofSession(place)).settings();
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

    private Quirks ofSession(Optional<MountQuirks> place) {
        return sessions.quirks(id, place.orElse(NOWHERE))
                .orElseThrow(() -> new IllegalArgumentException("session " + id + " has just ended"));
    }

    private Quirks resolve(ClientProfile client, Optional<MountQuirks> place) {
        SessionQuirks session = new SessionQuirks(() -> policy);
        session.learn(client);
        return place.map(session::at).orElseGet(session::current);
    }

    /** The mount that was named, or that the path is on for this client. */
    private Optional<MountInfo> mount(ClientProfile client) {
        if (mount != null) {
            return Optional.of(
                    mounts.mount(mount).orElseThrow(() -> new IllegalArgumentException("there is no mount " + mount)));
        }
        if (path == null) {
            return Optional.empty();
        }
        return mounts.seen(client.user().orElse(""), client.roles(), VirtualPath.of(path));
    }

    private ClientProfile described() {
        return new ClientProfile(
                Optional.ofNullable(banner),
                Optional.ofNullable(fingerprint),
                Optional.ofNullable(version),
                Optional.ofNullable(negotiated),
                Optional.ofNullable(user),
                Set.copyOf(roles),
                Optional.ofNullable(address),
                Optional.ofNullable(listener),
                Optional.empty());
    }
}
