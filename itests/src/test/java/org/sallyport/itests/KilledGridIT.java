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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Killed under work on a mount of a Tahoe-LAFS grid of one real node; what is stored is asked of the node itself. */
class KilledGridIT extends KilledTestCase {

    private static final String PATH = "/killed";

    private static final int NODE_KILLS = LONG ? 50 : 1;

    private static final int EARLY_KILLS = LONG ? 20 : 1;

    /** More than what has to come before the server sends it on, and what it may keep back of that. */
    private static final int BEGUN = 6 << 20;

    private static final int PIECE = 32_000;

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
        int brokenOff = 0;
        for (int kill = 1; kill <= NODE_KILLS; kill++) {
            Process work = work();
            awaitSome(work);
            grid.kill();
            grid.start();
            killClients(work);
            brokenOff += verify("after kill " + kill + " of the node");
        }
        expectBrokenOff(brokenOff);
    }

    /** What the node has got of a content that its client still writes is at no name, and hinders no later upload of the same. */
    @Test
    void theServerIsKilledWhileItSendsWhatIsStillWritten() throws Exception {
        String old = "what is there\n";
        for (int kill = 1; kill <= EARLY_KILLS; kill++) {
            byte[] content = new byte[BEGUN + chance.nextInt(BEGUN)];
            chance.nextBytes(content);
            try (PlainSftp sftp = new PlainSftp(server, PATH)) {
                assertThat(sftp.put("early", old)).isEqualTo(PlainSftp.OK);
            }
            awaitSettled();
            PlainSftp sftp = new PlainSftp(server, PATH);
            long before = grid.way().asked();
            writeWhole(sftp, content);
            awaitAsked(before + BEGUN / 2);
            killServer();
            try {
                sftp.close();
            } catch (IOException gone) {
                // the server, with the connection
            }

            startServer();
            awaitSettled();
            assertThat(grid.ask("GET", "/early", "")).as("kill %d", kill).isEqualTo(old.strip());
            try (PlainSftp again = new PlainSftp(server, PATH)) {
                assertThat(again.list("").keySet().stream().filter(name -> name.startsWith("early")))
                        .as("kill %d", kill)
                        .containsExactly("early");
                assertThat(again.close(writeWhole(again, content))).isEqualTo(PlainSftp.OK);
            }
            awaitSettled();
            assertThat(grid.content("/early")).as("kill %d", kill).isEqualTo(content);
        }
        grid.ask("DELETE", "/early", "");
    }

    /** @return the handle, open */
    private static byte[] writeWhole(PlainSftp sftp, byte[] content) throws IOException {
        byte[] handle = sftp.open("early", PlainSftp.WRITE | PlainSftp.CREATE | PlainSftp.TRUNCATE);
        for (int at = 0; at < content.length; at += PIECE) {
            byte[] piece = Arrays.copyOfRange(content, at, Math.min(content.length, at + PIECE));
            assertThat(sftp.write(handle, at, piece)).isEqualTo(PlainSftp.OK);
        }
        return handle;
    }

    private void awaitAsked(long bytes) throws InterruptedException {
        long deadline = System.nanoTime() + MOST.toNanos();
        while (grid.way().asked() < bytes) {
            assertThat(System.nanoTime())
                    .as("the node is sent what is still written")
                    .isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** The node does what it was asked, or half of it, and nobody hears so. */
    @Test
    void theAnswersOfTheNodeAreLost() throws Exception {
        int brokenOff = 0;
        for (int number = 1; number <= CUTS; number++) {
            Process work = work();
            awaitSome(work);
            grid.way().loseAnswers(Duration.ofMillis(chance.nextInt(500)));
            killClients(work);
            brokenOff += verify("after loss " + number + " of answers");
        }
        expectBrokenOff(brokenOff);
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
