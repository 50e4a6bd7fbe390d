/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.transport;

import java.io.IOException;
import org.apache.sshd.common.PropertyResolver;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.sshd.internal.session.Connection;

/** Makes the only channels there are: those of type {@code session}. */
public final class SessionChannelFactory implements ChannelFactory {

    private final Subsystems subsystems;

    public SessionChannelFactory(Subsystems subsystems) {
        this.subsystems = subsystems;
    }

    /**
     * Bounds the channels of each connection. MINA ends a connection that opens too many, so it is told one more than are admitted:
     * the one that is refused.
     */
    public static void limitChannels(PropertyResolver server, int most) {
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, most + 1);
    }

    /** What {@link #limitChannels} said. */
    static int mostChannels(PropertyResolver channel) {
        return CoreModuleProperties.MAX_CONCURRENT_CHANNELS.getRequired(channel) - 1;
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
