/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.transport;

import org.sallyport.api.session.SessionContext;

/**
 * Serves an SSH subsystem (RFC 4254, section 6.5). An OSGi service with the property {@link #NAME}; the SSH side looks it
 * up whenever a client asks for the subsystem, so that a new one serves new channels while old channels go on.
 */
public interface SubsystemFactory {

    /** Service property: the subsystem's name, such as {@code sftp}. */
    String NAME = "ssh.subsystem";

    /**
     * Begins to serve a channel. Must not block.
     *
     * @throws SubsystemUnavailableException if it cannot be served now; the client's request is then refused
     */
    Subsystem open(SubsystemChannel channel, SessionContext session) throws SubsystemUnavailableException;
}
