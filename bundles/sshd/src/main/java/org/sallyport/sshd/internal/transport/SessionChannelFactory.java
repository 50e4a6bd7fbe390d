/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.sallyport.sshd.internal.session.Connection;

/** Makes the only channels there are: those of type {@code session}. */
public final class SessionChannelFactory implements ChannelFactory {

    private final Subsystems subsystems;

    public SessionChannelFactory(Subsystems subsystems) {
        this.subsystems = subsystems;
    }

    @Override
    public String getName() {
        return "session";
    }

    @Override
    public Channel createChannel(Session session) throws IOException {
        return new SessionChannel(Connection.of(session), subsystems);
    }
}
