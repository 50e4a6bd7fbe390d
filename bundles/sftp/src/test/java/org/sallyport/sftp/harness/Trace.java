/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a client sends in a session, as it was seen on the wire, sent again; lines beginning with FILE, DIRECTORY and LINK say what there is before. */
public final class Trace {

    private final SftpHarness harness;
    private final Map<String, byte[]> handles = new HashMap<>();

    public Trace(SftpHarness harness) {
        this.harness = harness;
    }

    /** Sends everything; a reply that the client would not expect is an assertion error. */
    public void replay(String resource) {
        List<TraceLine> together = new ArrayList<>();
        for (String line : lines(resource)) {
            List<String> words = List.of(line.split(" +"));
            if (words.get(0).equals("FILE")) {
                harness.tree().file(words.get(1), new byte[Integer.parseInt(words.get(2))]);
                continue;
            }
            if (words.get(0).equals("DIRECTORY")) {
                harness.tree().directory(words.get(1));
                continue;
            }
            if (words.get(0).equals("LINK")) {
                harness.tree().link(words.get(1), words.get(2));
                continue;
            }
            TraceLine request = TraceLine.parse(line);
            if (words.get(0).equals("INIT")) {
                harness.start(Integer.parseInt(words.get(1)));
                require(request, "VERSION", Integer.toString(harness.version()));
                continue;
            }
            together.add(request);
            if (!request.more()) {
                exchange(together);
                together.clear();
            }
        }
    }

    private static List<String> lines(String resource) {
        try (InputStream in = Trace.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void exchange(List<TraceLine> together) {
        List<Integer> ids = together.stream()
                .map(line -> line.id() < 0 ? harness.newId() : line.id())
                .toList();
        List<Packet> packets = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            packets.add(together.get(i).packet(ids.get(i), handles));
        }
        harness.sendTogether(packets);
        for (int i = 0; i < ids.size(); i++) {
            check(together.get(i), harness.reply(ids.get(i)));
        }
    }

    private void check(TraceLine line, Reply reply) {
        switch (reply.type()) {
            case Reply.STATUS -> require(line, "STATUS", Integer.toString(reply.status()));
            case Reply.HANDLE -> {
                require(line, "HANDLE", "");
                handles.put(line.handleName(), reply.handle());
            }
            case Reply.DATA -> require(line, "DATA", Integer.toString(reply.data().length));
            case Reply.ATTRS -> require(line, "ATTRS", Long.toString(reply.sizeV3()));
            case Reply.NAME -> require(line, "NAME", nameOrCount(line, reply));
            default -> require(line, "EXTENDED", "");
        }
    }

    private static String nameOrCount(TraceLine line, Reply reply) {
        ByteBuffer in = reply.fields();
        int count = in.getInt();
        return line.words().get(0).equals("READDIR") ? Integer.toString(count) : Reply.text(in);
    }

    private static void require(TraceLine line, String kind, String value) {
        List<String> expected = line.reply();
        if (!expected.get(0).equals(kind)
                || expected.size() > 1 && !expected.get(1).equals(value)) {
            throw new AssertionError(line + " was answered with " + kind + " " + value);
        }
    }
}
