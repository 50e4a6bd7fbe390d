/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacketFramerTest {

    private static List<String> packets(byte[] stream, int chunk) throws ProtocolException {
        PacketFramer framer = new PacketFramer();
        List<String> packets = new ArrayList<>();
        for (int start = 0; start < stream.length; start += chunk) {
            ByteBuffer data = ByteBuffer.wrap(stream, start, Math.min(chunk, stream.length - start))
                    .slice();
            boolean more = true;
            while (more) {
                more = framer.next(data, (packet, owned) -> {
                    byte[] copy = new byte[packet.remaining()];
                    packet.get(copy);
                    packets.add(new String(copy, java.nio.charset.StandardCharsets.US_ASCII));
                });
            }
        }
        return packets;
    }

    @Test
    void packetsAreFoundWhereverTheStreamIsCut() throws ProtocolException {
        byte[] stream = {0, 0, 0, 3, 'a', 'b', 'c', 0, 0, 0, 1, 'd', 0, 0, 0, 5, 'e', 'f', 'g', 'h', 'i'};
        for (int chunk = 1; chunk <= stream.length; chunk++) {
            assertThat(packets(stream, chunk)).containsExactly("abc", "d", "efghi");
        }
    }

    @Test
    void lengthsThatCannotBeEndTheConnection() {
        for (byte[] head : new byte[][] {{0, 0, 0, 0}, {-1, -1, -1, -1}, {0x7f, -1, -1, -1}, {0, 5, 0, 0}}) {
            for (int chunk = 1; chunk <= 4; chunk++) {
                int size = chunk;
                assertThatThrownBy(() -> packets(head, size))
                        .isInstanceOfSatisfying(ProtocolException.class, refusal -> assertThat(refusal.isAnswerable())
                                .isFalse());
            }
        }
    }
}
