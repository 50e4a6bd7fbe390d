/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.transport;

import java.nio.ByteBuffer;

/**
 * What the transport offers to a subsystem for one channel. Methods may be called by any thread, but only one thread may be
 * between {@link #allocate} and {@link #send} at a time.
 */
public interface SubsystemChannel {

    /** The largest payload of one packet that the client accepts, in bytes. */
    int maxPacket();

    /**
     * How many bytes may be sent now: the smaller of the client's window and the room in the transport's bounded queue.
     * When it is too small, {@link Subsystem#writable()} is called once it has grown.
     */
    long credit();

    /**
     * A buffer for the payload of one packet, to be filled from its position; header and padding have their room around
     * it.
     *
     * @param size at most {@link #maxPacket()} and {@link #credit()}
     */
    ByteBuffer allocate(int size);

    /** Sends what was put into the buffer of the last {@link #allocate} between 0 and its position. */
    void send(ByteBuffer packet);

    /** Gives the client credit for bytes that were received and need no room any more. */
    void consumed(int bytes);

    /** Pushes out what {@link #send} may hold back to gather packets. */
    void flush();

    /** Sends EOF and the exit status and closes the channel, after everything sent before. */
    void close(int exitStatus);

    /** Ends the whole connection because the client broke the protocol. */
    void disconnect(String reason);
}
