/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The selector loops of one server; each connection stays with one of them. */
final class SelectorLoops {

    private final List<SelectorLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    SelectorLoops(String name, int count) {
        try {
            for (int i = 0; i < count; i++) {
                loops.add(new SelectorLoop("sallyport-" + name + "-" + i));
            }
        } catch (IOException failed) {
            close();
            throw new UncheckedIOException("no selector", failed);
        }
        loops.forEach(SelectorLoop::start);
    }

    /** The loop that listens. */
    SelectorLoop first() {
        return loops.get(0);
    }

    /** The loop for a new connection, each in turn. */
    SelectorLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    void close() {
        loops.forEach(SelectorLoop::close);
    }
}
