/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.quirk;

import java.util.Optional;
import java.util.Set;

/**
 * What is known about a client when switches are decided. What is not known yet is empty.
 *
 * @param banner the client's identification after {@code SSH-2.0-}, comments included (RFC 4253, section 4.2)
 * @param fingerprint the program behind the banner, told from how it opens its SFTP session: {@code sshfs}, {@code gvfs},
 *     {@code lftp}, {@code scp}, {@code sftp}
 * @param requestedVersion the version in SSH_FXP_INIT
 * @param negotiatedVersion the version that is spoken
 * @param user the name that logged in
 * @param roles the roles of the user
 * @param address the client's IP address as text, the one behind a trusted proxy where there is one
 * @param listener the name of the listener
 * @param mount the name of the mount
 */
public record ClientProfile(
        Optional<String> banner,
        Optional<String> fingerprint,
        Optional<Integer> requestedVersion,
        Optional<Integer> negotiatedVersion,
        Optional<String> user,
        Set<String> roles,
        Optional<String> address,
        Optional<String> listener,
        Optional<String> mount) {

    /** Nothing known. */
    public static final ClientProfile UNKNOWN = new ClientProfile(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ClientProfile {
        roles = Set.copyOf(roles);
    }

    /** The same client, connected. */
    public ClientProfile connected(String clientBanner, String clientAddress, String listenerName) {
        return new ClientProfile(
                Optional.of(clientBanner),
                fingerprint,
                requestedVersion,
                negotiatedVersion,
                user,
                roles,
                Optional.of(clientAddress),
                Optional.of(listenerName),
                mount);
    }

    /** The same client, logged in. */
    public ClientProfile loggedIn(String userName, Set<String> userRoles) {
        return new ClientProfile(
                banner,
                fingerprint,
                requestedVersion,
                negotiatedVersion,
                Optional.of(userName),
                userRoles,
                address,
                listener,
                mount);
    }

    /** The same client, having sent SSH_FXP_INIT; what is spoken is to be decided. */
    public ClientProfile initialised(int version) {
        return new ClientProfile(
                banner, fingerprint, Optional.of(version), Optional.empty(), user, roles, address, listener, mount);
    }

    /** The same client, having been answered, or having chosen another version since. */
    public ClientProfile negotiated(int version) {
        return new ClientProfile(
                banner, fingerprint, requestedVersion, Optional.of(version), user, roles, address, listener, mount);
    }

    /** The same client, recognised by its first requests. */
    public ClientProfile recognised(String program) {
        return new ClientProfile(
                banner,
                Optional.of(program),
                requestedVersion,
                negotiatedVersion,
                user,
                roles,
                address,
                listener,
                mount);
    }

    /** The same client, at a path of a mount. */
    public ClientProfile at(String mountName) {
        return new ClientProfile(
                banner,
                fingerprint,
                requestedVersion,
                negotiatedVersion,
                user,
                roles,
                address,
                listener,
                Optional.of(mountName));
    }
}
