/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.transport;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.sallyport.api.session.PacketTap;
import org.sallyport.api.session.SessionInfo;

/**
 * One channel's server side. {@link #received}, {@link #endOfInput} and {@link #closed} are called by the transport one at a
 * time and in order for one channel, on an I/O thread; {@link #writable} may come from any thread, also while one of them
 * runs. None of them may block.
 */
public interface Subsystem {

    /**
     * Bytes of the channel. All of them are taken; credit is given back by {@link SubsystemChannel#consumed}.
     *
     * @param data a heap buffer, valid only during the call
     */
    void received(ByteBuffer data);

    /** There is room to send again after {@link SubsystemChannel#credit()} was too small. May come without need. */
    void writable();

    /** The client sends nothing more (SSH_MSG_CHANNEL_EOF): what is pending is answered, then the channel closed. */
    void endOfInput();

    /** The channel is gone, with or without the client's wish: open files are given up, nothing more can be sent. */
    void closed();

    /** From now on somebody sees the packets of the channel, or nobody any more. May be called by any thread. */
    default void tap(Optional<PacketTap> tap) {
        // what has no packets shows none
    }

    /** A snapshot for the session directory; may be called by any thread. */
    SessionInfo.ChannelInfo info();
}
