/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(GridExtension.class)
class GridIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void rootsAreWritableAndDiffer(Grid grid) throws IOException {
        Gateway gateway = grid.gateways().get(0);

        String first = gateway.createDirectory();

        assertThat(first).startsWith("URI:DIR2:");
        assertThat(gateway.createDirectory()).startsWith("URI:DIR2:").isNotEqualTo(first);
    }

    @Test
    void aKilledNodeComesBack(Grid grid) throws IOException {
        GridNode storage = grid.storageNodes().get(0);

        storage.kill();
        assertThat(storage.isRunning()).isFalse();
        storage.start();
        grid.awaitReady(LIMIT);

        assertThat(grid.gateways().get(0).createDirectory()).startsWith("URI:DIR2:");
    }

    @Test
    void aSuspendedNodeAnswersNothingUntilItGoesOn(Grid grid) throws IOException {
        Gateway gateway = grid.gateways().get(0);

        gateway.node().suspend();
        try {
            assertThat(gateway.node().isRunning()).isTrue();
            assertThat(gateway.connectedStorageNodes()).isZero();
        } finally {
            gateway.node().resume();
        }
        grid.awaitReady(LIMIT);

        assertThat(gateway.connectedStorageNodes()).isEqualTo(1);
    }
}
