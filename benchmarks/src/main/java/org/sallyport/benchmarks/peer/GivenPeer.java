/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.util.List;

/** A server that runs already. */
record GivenPeer(String name, int port, String user, String prefix, ProcessTree processes) implements Peer {

    /** @param text {@code NAME=PORT:PID:USER:PREFIX} */
    static GivenPeer parse(String text) {
        String[] parts = text.split("[=:]", 5);
        if (parts.length != 5) {
            throw new IllegalArgumentException("a server is given as NAME=PORT:PID:USER:PREFIX, not " + text);
        }
        return new GivenPeer(
                parts[0], Integer.parseInt(parts[1]), parts[3], parts[4], new ProcessTree(Long.parseLong(parts[2])));
    }

    @Override
    public List<Start> starts() {
        return List.of();
    }

    @Override
    public void close() {
        // it is not ours
    }
}
