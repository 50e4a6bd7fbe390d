/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sftp.internal.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.sftp.internal.codec.MessageType;
import org.sallyport.sftp.internal.codec.Request;

/**
 * How a client uses the protocol: the version it asks for and its first requests, the extensions it asks for, the ways in which it
 * opens files. Without names and content, so that it can be shown of a client that no rule knows. Written by one thread at a time.
 */
final class Traits {

    /** So many first requests tell programs apart. */
    private static final int OPENING = 4;

    /** Beyond it a client makes extensions up. */
    private static final int MOST = 64;

    private static final int LONGEST_NAME = 64;
    /** From the type on. */
    private static final int NAME_AT = 9;

    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    /** Those of which a trait was made, or was not since there were enough: each request is looked up here, and few make one. */
    private final Set<OpenOptions> openings = new HashSet<>();

    private final Set<ByteBuffer> extensions = new HashSet<>();
    private final List<String> opening = new ArrayList<>();

    /** For any thread. */
    Set<String> seen() {
        return Set.copyOf(seen);
    }

    /** SSH_FXP_INIT has come. */
    void begins(int version) {
        opening.clear();
        opening.add("version " + version);
        add(opening.get(0));
    }

    /** @param start where in its buffer the packet begins, with its type; it was decoded already */
    void observe(ByteBuffer packet, int start, Request request) {
        if (opening.size() <= OPENING) {
            opening.add(request.getClass().getSimpleName());
            if (opening.size() > OPENING) {
                add("opening " + String.join(" ", opening.subList(1, opening.size())));
            }
        }
        if (packet.get(start) == (byte) MessageType.EXTENDED) {
            extended(packet, start + NAME_AT);
        } else if (request instanceof Request.Open open && openings.add(open.options())) {
            add("open " + flags(open.options()));
        }
    }

    private void extended(ByteBuffer packet, int nameAt) {
        int length = packet.getInt(nameAt - Integer.BYTES);
        if (length > LONGEST_NAME || extensions.size() >= MOST) {
            return;
        }
        if (!extensions.contains(packet.slice(nameAt, length))) {
            byte[] name = new byte[length];
            packet.get(nameAt, name);
            extensions.add(ByteBuffer.wrap(name));
            add("extension " + new String(name, StandardCharsets.US_ASCII).replaceAll("[^\\x21-\\x7e]", "?"));
        }
    }

    private static String flags(OpenOptions options) {
        List<String> flags = new ArrayList<>();
        addIf(options.read(), "read", flags);
        addIf(options.write(), "write", flags);
        addIf(options.append(), "append", flags);
        addIf(options.create(), "create", flags);
        addIf(options.truncate(), "truncate", flags);
        addIf(options.exclusive(), "exclusive", flags);
        return String.join("+", flags);
    }

    private static void addIf(boolean set, String flag, List<String> flags) {
        if (set) {
            flags.add(flag);
        }
    }

    private void add(String trait) {
        if (seen.size() < MOST) {
            seen.add(trait);
        }
    }
}
