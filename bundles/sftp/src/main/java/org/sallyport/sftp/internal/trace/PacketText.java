/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.trace;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.sallyport.sftp.internal.codec.MessageType;

/**
 * A packet as a line of a trace: hexadecimal from its type on, and {@code *N} for N bytes of a file's content, which is never written
 * down.
 */
final class PacketText {

    /** Type and request id. */
    private static final int HEAD = 5;

    private static final int MOST_HANDLE = 256;

    private PacketText() {}

    /** @param packet is used up */
    static String of(ByteBuffer packet) {
        int shown = shown(packet);
        byte[] bytes = new byte[shown];
        int content = packet.remaining() - shown;
        packet.get(bytes);
        String text = HexFormat.of().formatHex(bytes);
        return content == 0 ? text : text + " *" + content;
    }

    /** How many bytes come before content: as many as there are where a packet has none, or is malformed. */
    private static int shown(ByteBuffer packet) {
        int all = packet.remaining();
        if (all < HEAD + Integer.BYTES) {
            return all;
        }
        return switch (packet.get(packet.position()) & 0xff) {
            case MessageType.DATA -> HEAD + Integer.BYTES;
            case MessageType.WRITE -> {
                long handle = packet.getInt(packet.position() + HEAD) & 0xffffffffL;
                long before = HEAD + Integer.BYTES + handle + Long.BYTES + Integer.BYTES;
                // Malformed, and so perhaps content all of it.
                yield (int) Math.min(before, handle > MOST_HANDLE ? HEAD : all);
            }
            default -> all;
        };
    }
}
