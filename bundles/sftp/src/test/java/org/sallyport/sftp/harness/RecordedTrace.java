/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Plays a trace of {@code sftp:session-trace} back to the engine: sends the requests of one channel as they came, with the handles that it is
 * given in place of the recorded ones, and compares the kind and the status of each reply. Content is zeros.
 */
public final class RecordedTrace {

    private static final int INIT = 1;
    private static final int EXTENDED = 200;

    private final SftpHarness harness;
    private final Map<Integer, byte[]> handles = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private boolean initialised;

    public RecordedTrace(SftpHarness harness) {
        this.harness = harness;
    }

    /** @return what was answered otherwise than in the trace */
    public List<String> replay(Path file) throws IOException {
        int version = 3;
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ");
            if (words[0].equals("version")) {
                version = Integer.parseInt(words[1]);
            } else if (words.length > 2 && words[1].equals(">")) {
                request(packet(words), version);
            } else if (words.length > 2 && words[1].equals("<")) {
                reply(packet(words), line);
            }
        }
        return differences;
    }

    private static byte[] packet(String[] words) {
        byte[] head = HexFormat.of().parseHex(words[2]);
        int content = words.length > 3 ? Integer.parseInt(words[3].substring(1)) : 0;
        return ByteBuffer.allocate(head.length + content).put(head).array();
    }

    private void request(byte[] packet, int version) {
        if (!initialised) {
            initialised = true;
            if (packet[0] == INIT) {
                harness.connect();
            } else {
                harness.start(version);
            }
        }
        byte[] sent = withOurHandle(packet);
        harness.raw(ByteBuffer.allocate(Integer.BYTES + sent.length)
                .putInt(sent.length)
                .put(sent)
                .array());
    }

    /** Where a request that has a handle has it. */
    private byte[] withOurHandle(byte[] packet) {
        int at =
                switch (packet[0] & 0xff) {
                    case 4, 5, 6, 8, 10, 12 -> 5;
                    case EXTENDED -> {
                        String name = Reply.text(ByteBuffer.wrap(packet, 5, packet.length - 5));
                        boolean takesHandle = name.equals("fsync@openssh.com") || name.equals("fstatvfs@openssh.com");
                        yield takesHandle ? 9 + name.length() : 0;
                    }
                    default -> 0;
                };
        if (at == 0 || packet.length < at + 8) {
            return packet;
        }
        byte[] ours = handles.get(ByteBuffer.wrap(packet).getInt(at + Integer.BYTES));
        byte[] result = packet.clone();
        if (ours != null) {
            System.arraycopy(ours, 0, result, at + Integer.BYTES, Integer.BYTES);
        }
        return result;
    }

    private void reply(byte[] packet, String line) {
        int type = packet[0] & 0xff;
        ByteBuffer expected = ByteBuffer.wrap(packet);
        Reply reply = type == Reply.VERSION ? harness.next() : harness.reply(expected.getInt(1));
        if (reply.type() != type) {
            differences.add("of type " + reply.type() + " instead of: " + line);
        } else if (type == Reply.STATUS && reply.status() != expected.getInt(5)) {
            differences.add("status " + reply.status() + " instead of: " + line);
        } else if (type == Reply.HANDLE) {
            handles.put(expected.getInt(9), reply.handle());
        }
    }
}
