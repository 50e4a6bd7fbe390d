/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sallyport.api.filetree.Space;

class RoomTest {

    private static Space space(long total, long free, long files, long freeFiles) {
        return new Room(4096, total, free, free, files, freeFiles).space(1, false, 255);
    }

    @Test
    void aSmallQuotaIsStillABlock() {
        assertThat(space(100, 50, 0, 0).blocks()).isEqualTo(1);
        assertThat(space(0, 0, 0, 0).blocks()).isEqualTo(1);
        assertThat(space(0, 0, 0, 0).files()).isEqualTo(1);
        assertThat(space(0, 0, 0, 0).availableBlocks()).isZero();
    }

    @Test
    void noMoreIsFreeThanThereIs() {
        Space space = space(8L << 40, 100L << 40, 10, 20);
        assertThat(space.blocks()).isEqualTo(100L << 28);
        assertThat(space.freeBlocks()).isEqualTo(space.blocks());
        assertThat(space.freeFiles()).isEqualTo(10);
    }

    @Test
    void whatCannotBeCountedIsNotNegative() {
        Space space = space(Long.MAX_VALUE, Long.MAX_VALUE, 5, -3);
        assertThat(space.blocks()).isPositive();
        assertThat(space.freeFiles()).isZero();
        assertThat(space(-1, -1, 1, 1).freeBlocks()).isZero();
    }
}
