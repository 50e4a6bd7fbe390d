/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sallyport.api.quirk.ClientProfile;
import org.sallyport.api.quirk.MountQuirks;
import org.sallyport.api.quirk.Quirk;
import org.sallyport.api.quirk.QuirkValue;
import org.sallyport.api.quirk.Quirks;

/** The connections there are now. An OSGi service, for use by many threads. */
public interface SessionDirectory {

    /** Snapshots of all connections, oldest first. */
    List<SessionInfo> sessions();

    Optional<SessionInfo> session(String id);

    /** What is known of a session's client. */
    Optional<ClientProfile> client(String id);

    /** The switches in force for a session at the paths of a mount. */
    Optional<Quirks> quirks(String id, MountQuirks mount);

    /**
     * Ends a connection.
     *
     * @param reason told to the client in SSH_MSG_DISCONNECT
     * @return false if there is no such session
     */
    boolean end(String id, String reason);

    /**
     * Lets somebody see the packets of a session's channels, those to come among them.
     *
     * @param taps makes one for each channel; empty to end that
     * @return false if there is no such session
     */
    boolean tap(String id, Optional<Supplier<PacketTap>> taps);

    /**
     * Sets a switch for one session alone, as far as its phase allows: not what took effect at key exchange.
     *
     * @param value empty to let the rules hold again
     * @return false if there is no such session
     */
    boolean override(String id, Quirk<?> quirk, Optional<QuirkValue> value);
}
