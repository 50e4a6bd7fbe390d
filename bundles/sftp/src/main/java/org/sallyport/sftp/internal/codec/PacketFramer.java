/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import java.nio.ByteBuffer;

/**
 * Cuts the bytes of a channel into packets. A packet that is whole in one chunk is handed on where it lies; one that is spread
 * over several is collected in an array of its own, so that its bytes are copied once.
 */
public final class PacketFramer {

    /** OpenSSH's bound of 256 KiB, with room for a WRITE of that many bytes and its header. */
    public static final int MOST = (256 << 10) + 1024;

    private final byte[] head = new byte[4];
    private int headLength;
    private byte[] body;
    private int bodyLength;

    /** Receives packets. */
    @FunctionalInterface
    public interface Sink {

        /**
         * @param packet from the type byte on
         * @param owned whether the packet's memory stays valid after the call
         */
        void packet(ByteBuffer packet, boolean owned) throws ProtocolException;
    }

    /**
     * Takes the next packet out of a chunk.
     *
     * @return false if the chunk is used up without completing one
     * @throws ProtocolException if the length cannot be one
     */
    public boolean next(ByteBuffer chunk, Sink sink) throws ProtocolException {
        if (body == null) {
            if (headLength == 0 && chunk.remaining() >= 4) {
                int length = check(chunk.getInt(chunk.position()));
                if (chunk.remaining() - 4 >= length) {
                    chunk.position(chunk.position() + 4);
                    ByteBuffer packet = chunk.slice(chunk.position(), length);
                    chunk.position(chunk.position() + length);
                    sink.packet(packet, false);
                    return true;
                }
            }
            while (headLength < 4 && chunk.hasRemaining()) {
                head[headLength++] = chunk.get();
            }
            if (headLength < 4) {
                return false;
            }
            body = new byte[check(ByteBuffer.wrap(head).getInt())];
            bodyLength = 0;
        }
        int count = Math.min(body.length - bodyLength, chunk.remaining());
        chunk.get(body, bodyLength, count);
        bodyLength += count;
        if (bodyLength < body.length) {
            return false;
        }
        ByteBuffer packet = ByteBuffer.wrap(body);
        body = null;
        headLength = 0;
        sink.packet(packet, true);
        return true;
    }

    private static int check(int length) throws ProtocolException {
        if (length < 1 || length > MOST) {
            throw ProtocolException.fatal("a packet of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }
}
