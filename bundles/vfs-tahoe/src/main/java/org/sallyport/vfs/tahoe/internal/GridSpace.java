/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.sallyport.api.storage.operation.StoreSpace;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.GridClient;
import org.sallyport.vfs.tahoe.internal.web.GridHealth;

/**
 * The room on storage nodes, less what redundancy takes. How much that is only a stored content tells, so one of a few bytes, always the
 * same, is stored to ask. For many threads.
 */
final class GridSpace {

    private static final long MAX_AGE = Duration.ofSeconds(30).toNanos();
    /** More than a literal capability could hold. */
    private static final byte[] PROBE = new byte[64];

    private record Known(StoreSpace space, long at) {}

    private final GridClient client;
    private volatile double expansion;
    private volatile Known known;

    GridSpace(GridClient client) {
        this.client = client;
    }

    StoreSpace now() throws IOException {
        Known last = known;
        if (last != null && System.nanoTime() - last.at < MAX_AGE) {
            return last.space;
        }
        GridHealth health = GridHealth.read(client.health());
        long free = health.availableBytes() < 0 ? -1 : (long) (health.availableBytes() / expansion());
        StoreSpace space = new StoreSpace(-1, free);
        known = new Known(space, System.nanoTime());
        return space;
    }

    private double expansion() throws IOException {
        if (expansion == 0) {
            Capability stored = client.store(() -> new ByteArrayInputStream(PROBE), PROBE.length);
            expansion = Math.max(1, stored.expansion());
        }
        return expansion;
    }
}
