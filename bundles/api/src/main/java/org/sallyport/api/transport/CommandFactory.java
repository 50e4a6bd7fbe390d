/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.transport;

import org.sallyport.api.session.SessionContext;

/**
 * Answers commands that a client runs on a channel of its own ({@code exec}, RFC 4254, section 6.5) for what SFTP does not tell. An OSGi
 * service; without one every command is refused.
 */
public interface CommandFactory {

    /**
     * Begins to answer a command. Must not block.
     *
     * @throws SubsystemUnavailableException if the command is not answered; the client's request is then refused
     */
    Subsystem open(String command, SubsystemChannel channel, SessionContext session)
            throws SubsystemUnavailableException;
}
