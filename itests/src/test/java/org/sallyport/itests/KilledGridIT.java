/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Killed under work on a mount of a Tahoe-LAFS grid of one real node; what is stored is asked of the node itself. */
class KilledGridIT extends KilledTestCase {

    private static final String PATH = "/killed";

    private static final int NODE_KILLS = LONG ? 50 : 1;

    /** Of a tree of sources. */
    private static final int DIRECTORIES = LONG ? 105 : 2;

    private static final int FILES_EACH = LONG ? 50 : 20;
    private static final int LARGEST = 12_000;
    private static final Duration MOST = Duration.ofMinutes(LONG ? 30 : 2);

    private Server server;
    private LocalGrid grid;
    private UploadStatus uploads;

    @Override
    String mount(Server started) throws Exception {
        server = started;
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
        for (int restarts = 0; !uploads.awaitStoredOrFailed("UploadUnhappinessError", MOST); restarts++) {
            assertThat(restarts)
                    .as("a node that is started again takes them, seed %d", seed)
                    .isLessThan(3);
            grid.stop();
            grid.start();
        }
        assertThat(uploads.awaitStored(MOST)).as("parked, seed %d", seed).isEmpty();
    }

    /** Clients are served on; what they are told while the node is gone counts too. */
    @Test
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

    /** sshfs waits for no answer to CLOSE, nor does unmounting. */
    @Test
    void whatWasUnpackedBySshfsIsThereAfterEverythingWasKilled() throws Exception {
        Path tree = sources(server.scratch());
        Path archive = server.scratch().resolve("sources.tar");
        run("tar", "-cf", archive.toString(), "-C", tree.getParent().toString(), "tree");
        Path mount = GridMountIT.sshfs(server, PATH, server.scratch());
        try {
            run("tar", "-xf", archive.toString(), "-C", mount.toString());
        } finally {
            run("fusermount3", "-u", mount.toString());
        }
        awaitNoSession();
        grid.kill();
        killServer();

        grid.start();
        startServer();
        awaitSettled();
        Path again = GridMountIT.sshfs(server, PATH + "/tree", server.scratch());
        try {
            run("diff", "-r", tree.toString(), again.toString());
        } finally {
            run("fusermount3", "-u", again.toString());
        }
        grid.ask("DELETE", "/tree", "");
    }

    /** As sources are: many small files, some of them empty, in directories within directories. */
    private static Path sources(Path parent) throws IOException {
        Path tree = parent.resolve("tree");
        Random content = new Random(1);
        for (int d = 0; d < DIRECTORIES; d++) {
            Path directory =
                    Files.createDirectories(tree.resolve("part" + d / 15).resolve("package" + d));
            for (int f = 0; f < FILES_EACH; f++) {
                byte[] source = new byte[f % 10 == 0 ? 0 : content.nextInt(LARGEST)];
                content.nextBytes(source);
                Files.write(directory.resolve("Source" + f + ".java"), source);
            }
        }
        return tree;
    }

    private static void run(String... command) {
        Commands.run(MOST, "", Map.of(), List.of(command)).expectSuccess();
    }
}
