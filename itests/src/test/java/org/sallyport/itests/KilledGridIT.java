/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Killed under work on a mount of a Tahoe-LAFS grid of one real node; what is stored is asked of the node itself. */
class KilledGridIT extends KilledTestCase {

    private static final String PATH = "/killed";

    private static final int NODE_KILLS = 50;

    private LocalGrid grid;
    private UploadStatus uploads;

    @Override
    String mount(Server started) throws Exception {
        started.configureOnce("org.sallyport.journal.cfg", "last-retry = 2s\n");
        grid = LocalGrid.mount(started, PATH, "close-reply = sealed\n");
        uploads = UploadStatus.deploy(started);
        return grid.address();
    }

    @AfterAll
    void stopGrid() {
        grid.close();
    }

    @Override
    void awaitServing() throws InterruptedException {
        grid.awaitServing();
    }

    @Override
    void awaitSettled(long seed) throws InterruptedException {
        // A node whose client went away in the middle of an upload refuses that content for half an hour, or until it
        // is started again.
        for (int restarts = 0;
                !uploads.awaitStoredOrFailed("UploadUnhappinessError", Duration.ofMinutes(2));
                restarts++) {
            assertThat(restarts)
                    .as("a node that is started again takes them, seed %d", seed)
                    .isLessThan(3);
            grid.stop();
            grid.start();
        }
        assertThat(uploads.awaitStored(Duration.ofMinutes(2)))
                .as("parked, seed %d", seed)
                .isEmpty();
    }

    /**
     * Clients are served on; what they are told while the node is gone counts too. In the long form only, until that has shown that nothing is
     * parked any more: a name that this server has neither looked at nor changed since it was started still is.
     */
    @Test
    @Tag("long")
    void theNodeIsKilled() throws Exception {
        for (int kill = 1; kill <= NODE_KILLS; kill++) {
            Process work = work();
            awaitSome(work);
            grid.kill();
            grid.start();
            killClients(work);
            verify("after kill " + kill + " of the node");
        }
    }

    /** The node does what it was asked, or half of it, and nobody hears so. */
    @Test
    void theAnswersOfTheNodeAreLost() throws Exception {
        for (int number = 1; number <= CUTS; number++) {
            Process work = work();
            awaitSome(work);
            grid.way().loseAnswers(Duration.ofMillis(chance.nextInt(500)));
            killClients(work);
            verify("after loss " + number + " of answers");
        }
    }
}
