/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

/**
 * What a grid consists of.
 *
 * @param storageNodes how many nodes hold shares, 1 or more
 * @param gateways how many nodes serve the web API, 1 or more; they hold no shares
 * @param needed shares that suffice to read a file, 1 to {@code total}
 * @param total shares that a file is stored as; a write needs as many storage nodes as {@code happy}
 * @param happy on how many storage nodes shares must be for a write to succeed, 1 to {@code total}
 */
public record GridLayout(int storageNodes, int gateways, int needed, int happy, int total) {

    /** One storage node, one gateway, one share. */
    public static final GridLayout SMALL = new GridLayout(1, 1, 1, 1, 1);

    public GridLayout {
        if (storageNodes < 1 || gateways < 1) {
            throw new IllegalArgumentException("a grid needs a storage node and a gateway");
        }
        if (needed < 1 || needed > total || happy < 1 || happy > total || total > 256) {
            throw new IllegalArgumentException("needed and happy are 1 to total, total is at most 256");
        }
    }
}
