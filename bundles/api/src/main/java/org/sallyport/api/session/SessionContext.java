/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.net.InetSocketAddress;
import java.util.Set;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirks;

/** One logged-in SSH connection as the SFTP engine and the file tree know it. For use by many threads. */
public interface SessionContext {

    /** Unique among all sessions since the server started; short enough to type. */
    String id();

    String user();

    /** Whether the client is still there; once false, for ever. */
    default boolean isConnected() {
        return true;
    }

    /** The user's roles (JAAS role principals). */
    Set<String> roles();

    /** The client's address, the one behind a trusted proxy where there is one. */
    InetSocketAddress remoteAddress();

    /** The name of the listener that accepted the connection. */
    String listener();

    /** The client's identification after {@code SSH-2.0-}. */
    String banner();

    /** What is known of the client; grows as the session opens. */
    ClientProfile profile();

    /** The switches in force for the session. */
    Quirks quirks();

    /** The switches in force for paths of a mount. Cheap enough for every request. */
    Quirks quirks(MountQuirks mount);

    /** Adds knowledge that the SFTP opening brought, and decides the switches anew. */
    void learn(ClientProfile profile);

    /** Hands an activity to the transfer log and to those who listen. Never blocks on I/O, never throws. */
    void report(Activity activity);
}
