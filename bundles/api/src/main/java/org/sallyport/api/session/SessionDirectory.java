/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.session;

import java.util.List;
import java.util.Optional;

/** The connections there are now. An OSGi service, for use by many threads. */
public interface SessionDirectory {

    /** Snapshots of all connections, oldest first. */
    List<SessionInfo> sessions();

    Optional<SessionInfo> session(String id);

    /**
     * Ends a connection.
     *
     * @param reason told to the client in SSH_MSG_DISCONNECT
     * @return false if there is no such session
     */
    boolean end(String id, String reason);
}
