/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests.karaf;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.session.ClientSession;

/**
 * Plays a trace of {@code sftp:session-trace} back to a server: sends each request when the replies before it have come, with the handles
 * that it is given in place of the recorded ones, and compares the kind and the status of each reply. Content is zeros.
 */
final class PlayedTrace {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int INIT = 1;
    private static final int STATUS = 101;
    private static final int HANDLE = 102;

    private final Map<Integer, Integer> handles = new HashMap<>();
    private final Map<Integer, ByteBuffer> early = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final DataInputStream in;
    private final OutputStream out;

    private PlayedTrace(ChannelSubsystem channel) {
        in = new DataInputStream(channel.getInvertedOut());
        out = channel.getInvertedIn();
    }

    /** @return what was answered otherwise than in the trace, which has one channel */
    static List<String> play(Path trace, ClientSession session) throws IOException {
        try (ChannelSubsystem channel = session.createSubsystemChannel("sftp")) {
            channel.open().verify(LIMIT);
            PlayedTrace played = new PlayedTrace(channel);
            for (String line : Files.readAllLines(trace)) {
                String[] words = line.split(" ");
                if (words[0].equals("version")) {
                    played.begin(Integer.parseInt(words[1]));
                } else if (words.length > 2 && words[1].equals(">")) {
                    played.request(packet(words));
                } else if (words.length > 2 && words[1].equals("<")) {
                    played.reply(packet(words), line);
                }
            }
            return played.differences;
        }
    }

    private static ByteBuffer packet(String[] words) {
        byte[] head = HexFormat.of().parseHex(words[2]);
        int content = words.length > 3 ? Integer.parseInt(words[3].substring(1)) : 0;
        return ByteBuffer.allocate(head.length + content).put(0, head);
    }

    /** The handshake was over when the recording began. */
    private void begin(int version) throws IOException {
        send(ByteBuffer.allocate(5).put(0, (byte) INIT).putInt(1, version));
        next();
    }

    private void request(ByteBuffer packet) throws IOException {
        boolean hasHandle = List.of(4, 5, 6, 8, 10, 12).contains(packet.get(0) & 0xff);
        if (hasHandle && handles.containsKey(packet.getInt(9))) {
            packet.putInt(9, handles.get(packet.getInt(9)));
        }
        send(packet);
    }

    private void send(ByteBuffer packet) throws IOException {
        out.write(ByteBuffer.allocate(Integer.BYTES).putInt(packet.capacity()).array());
        out.write(packet.array());
        out.flush();
    }

    private ByteBuffer next() throws IOException {
        byte[] packet = new byte[in.readInt()];
        in.readFully(packet);
        return ByteBuffer.wrap(packet);
    }

    private void reply(ByteBuffer expected, String line) throws IOException {
        int id = expected.getInt(1);
        ByteBuffer reply = early.remove(id);
        while (reply == null) {
            ByteBuffer next = next();
            if (next.getInt(1) == id) {
                reply = next;
            } else {
                early.put(next.getInt(1), next);
            }
        }
        if (reply.get(0) != expected.get(0)) {
            differences.add("of type " + reply.get(0) + " instead of: " + line);
        } else if (reply.get(0) == STATUS && reply.getInt(5) != expected.getInt(5)) {
            differences.add("status " + reply.getInt(5) + " instead of: " + line);
        } else if (reply.get(0) == HANDLE) {
            handles.put(expected.getInt(9), reply.getInt(9));
        }
    }
}
