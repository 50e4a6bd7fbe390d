/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.harness;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A request of a client as it was seen on the wire, and what the client needs to be answered: {@code #ID REQUEST arguments = REPLY
 * value}.
 *
 * @param id as the client chose it; -1 leaves it to us
 * @param words the request and its arguments
 * @param reply the kind of reply, and its value if that matters
 * @param more whether the next request is sent together with this one
 */
record TraceLine(int id, List<String> words, List<String> reply, boolean more) {

    static TraceLine parse(String line) {
        boolean more = line.endsWith("&");
        String[] sides = (more ? line.substring(0, line.length() - 1) : line).split(" = ", -1);
        List<String> words = List.of(sides[0].trim().split(" +"));
        int id = words.get(0).startsWith("#") ? Integer.parseInt(words.get(0).substring(1)) : -1;
        return new TraceLine(
                id,
                id < 0 ? words : words.subList(1, words.size()),
                List.of(sides[1].trim().split(" +")),
                more);
    }

    private String word(int index) {
        return index < words.size() ? words.get(index) : "";
    }

    private long number(int index) {
        return Long.parseLong(word(index));
    }

    /** The name under which the handle of the reply is kept. */
    String handleName() {
        return word(1);
    }

    /** The request in version 3. */
    Packet packet(int requestId, Map<String, byte[]> handles) {
        byte[] handle = handles.getOrDefault(word(1), new byte[0]);
        return switch (word(0)) {
            case "OPEN" -> permissions(Packet.of(3, requestId).text(word(2)).u32(flags(word(3))), 4);
            case "CLOSE" -> Packet.of(4, requestId).handle(handle);
            case "READ" -> Packet.of(5, requestId).handle(handle).u64(number(2)).u32(number(3));
            case "WRITE" ->
                Packet.of(6, requestId).handle(handle).u64(number(2)).string(new byte[(int) number(3)]);
            case "LSTAT" -> Packet.of(7, requestId).text(word(1));
            case "FSTAT" -> Packet.of(8, requestId).handle(handle);
            case "SETSTAT" -> attributes(Packet.of(9, requestId).text(word(1)));
            case "FSETSTAT" -> attributes(Packet.of(10, requestId).handle(handle));
            case "OPENDIR" -> Packet.of(11, requestId).text(word(2));
            case "READDIR" -> Packet.of(12, requestId).handle(handle);
            case "REMOVE" -> Packet.of(13, requestId).text(word(1));
            case "MKDIR" -> permissions(Packet.of(14, requestId).text(word(1)), 2);
            case "RMDIR" -> Packet.of(15, requestId).text(word(1));
            case "REALPATH" -> Packet.of(16, requestId).text(word(1));
            case "STAT" -> Packet.of(17, requestId).text(word(1));
            case "RENAME" -> Packet.of(18, requestId).text(word(1)).text(word(2));
            case "READLINK" -> Packet.of(19, requestId).text(word(1));
            case "SYMLINK" -> Packet.of(20, requestId).text(word(1)).text(word(2));
            case "LIMITS" -> Packet.of(200, requestId).text("limits@openssh.com");
            // Numbers of one user and one group.
            case "IDS" ->
                Packet.of(200, requestId)
                        .text("users-groups-by-id@openssh.com")
                        .u32(4)
                        .u32(0)
                        .u32(4)
                        .u32(0);
            case "COPY-DATA" ->
                Packet.of(200, requestId)
                        .text("copy-data")
                        .handle(handle)
                        .u64(0)
                        .u64(0)
                        .handle(handles.getOrDefault(word(2), new byte[0]))
                        .u64(0);
            case "STATVFS" ->
                Packet.of(200, requestId).text("statvfs@openssh.com").text(word(1));
            case "FSYNC" -> Packet.of(200, requestId).text("fsync@openssh.com").handle(handle);
            case "HARDLINK" -> both(requestId, "hardlink@openssh.com");
            case "POSIX-RENAME" -> both(requestId, "posix-rename@openssh.com");
            default -> throw new IllegalArgumentException("no such request: " + this);
        };
    }

    private Packet both(int requestId, String extension) {
        return Packet.of(200, requestId).text(extension).text(word(1)).text(word(2));
    }

    private static int flags(String letters) {
        int flags = 0;
        for (char letter : letters.toCharArray()) {
            flags |= 1 << "rwacte".indexOf(letter);
        }
        return flags;
    }

    private Packet permissions(Packet packet, int index) {
        return word(index).isEmpty() ? packet.u32(0) : packet.u32(4).u32(Integer.parseInt(word(index), 8));
    }

    private Packet attributes(Packet packet) {
        return switch (word(2)) {
            case "size" -> packet.u32(1).u64(number(3));
            case "perm" -> packet.u32(4).u32(Integer.parseInt(word(3), 8));
            case "raw" ->
                packet.u32(Integer.parseInt(word(3), 16)).bytes(HexFormat.of().parseHex(word(4)));
            case "times" -> packet.u32(8).u32(number(3)).u32(number(4));
            default -> throw new IllegalArgumentException("no such attributes: " + this);
        };
    }
}
