/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import org.sallyport.api.session.SessionContext;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;
import org.sallyport.api.transport.SubsystemUnavailableException;

/** The subsystems in service now. */
@FunctionalInterface
public interface Subsystems {

    /** Begins to serve a subsystem by the newest factory for its name. */
    Subsystem open(String name, SubsystemChannel channel, SessionContext session) throws SubsystemUnavailableException;

    /** Begins to answer a command. */
    default Subsystem run(String command, SubsystemChannel channel, SessionContext session)
            throws SubsystemUnavailableException {
        throw new SubsystemUnavailableException("no commands are answered");
    }
}
