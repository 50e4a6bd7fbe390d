/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.net.SocketAddress;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.SessionFactory;
import org.sallyport.sshd.internal.packet.PacketSessionFactory;

/** A server that can give its port away while its sessions go on. */
final class UnbindableServer extends SshServer {

    @Override
    protected SessionFactory createSessionFactory() {
        return new PacketSessionFactory(this);
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
