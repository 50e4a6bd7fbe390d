/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.net.SocketAddress;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSessionImpl;
import org.apache.sshd.server.session.SessionFactory;
import org.sallyport.sshd.internal.packet.PacketPool;
import org.sallyport.sshd.internal.transport.GuardedSession;

/** A server of guarded sessions, which share the memory for packets. It can give its port away while they go on. */
final class UnbindableServer extends SshServer {

    private final PacketPool pool = new PacketPool();

    @Override
    protected SessionFactory createSessionFactory() {
        return new SessionFactory(this) {
            @Override
            protected ServerSessionImpl doCreateSession(IoSession connection) throws Exception {
                return new GuardedSession(getServer(), connection, pool);
            }
        };
    }

    /** Stops listening; sessions stay. */
    void unbind() {
        IoAcceptor listening = acceptor;
        if (listening != null) {
            for (SocketAddress address : listening.getBoundAddresses()) {
                listening.unbind(address);
            }
        }
    }
}
