/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.listener;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import org.sallyport.api.session.SessionInfo;
import org.sallyport.api.transport.Subsystem;
import org.sallyport.api.transport.SubsystemChannel;

/** Sends back what it gets, keeping no more than the client's window allows; ends once all is sent back. */
final class Echo implements Subsystem {

    private final SubsystemChannel channel;
    private ByteBuffer pending = ByteBuffer.allocate(4 << 20).flip();
    private boolean ending;

    Echo(SubsystemChannel channel) {
        this.channel = channel;
    }

    @Override
    public synchronized void received(ByteBuffer data) {
        pending.compact();
        pending.put(data);
        pending.flip();
        writable();
    }

    @Override
    public synchronized void writable() {
        while (pending.hasRemaining()) {
            int size = (int) Math.min(Math.min(channel.maxPacket(), channel.credit()), pending.remaining());
            if (size <= 0) {
                channel.flush();
                return;
            }
            ByteBuffer packet = channel.allocate(size);
            packet.put(pending.slice(pending.position(), size));
            pending.position(pending.position() + size);
            channel.send(packet);
            channel.consumed(size);
        }
        channel.flush();
        if (ending) {
            channel.close(0);
        }
    }

    @Override
    public synchronized void endOfInput() {
        ending = true;
        writable();
    }

    @Override
    public void closed() {
        // nothing to give back
    }

    @Override
    public SessionInfo.ChannelInfo info() {
        return new SessionInfo.ChannelInfo(3, 0, 0, List.of(), Set.of());
    }
}
