/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.api.storage;

import java.util.List;

/**
 * A configured grid and what its first gateway node tells.
 *
 * @param name by which mounts call it
 * @param gateways addresses of gateway nodes, the one that writes first
 * @param writable whether its root can be written to
 * @param connected storage nodes that the gateway node is connected to; stale for a while when one is cut off
 * @param known storage nodes that the gateway node knows of
 * @param freeBytes room for contents, less what redundancy takes; -1 if unknown
 * @param problem why it does not answer, or empty
 */
public record GridInfo(
        String name,
        List<String> gateways,
        boolean writable,
        int connected,
        int known,
        long freeBytes,
        String problem) {

    public GridInfo {
        gateways = List.copyOf(gateways);
    }
}
