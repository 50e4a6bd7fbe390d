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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Clients that mean harm, against the real server: whatever they send is answered or ends their connection, nothing of it is an exception
 * in the log, nothing is left of them, and somebody else is served all the time.
 */
@ExtendWith(ServerExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
abstract class HostileIT {

    /** Idle workers end after 20 s. */
    private static final Duration UNTIL_NOTHING_IS_LEFT = Duration.ofSeconds(90);

    private static final String EVERY_VERSION = "layer = global\n"
            + "condition = (banner=" + RawSftp.BANNER + ")\n"
            + "evidence = tests of every version\n"
            + "version-range = 3-6\n";

    protected final Server server;
    private Bystander bystander;
    private Holding before;
    private long heapBefore;
    private int logBefore;

    HostileIT(Server server) {
        this.server = server;
    }

    @BeforeAll
    void begin() throws Exception {
        Path folder = Files.createDirectories(server.data().resolve("hostile"));
        Commands.run("chmod", "777", folder.toString()).expectSuccess();
        server.configureOnce("org.sallyport.quirk-hostile.cfg", EVERY_VERSION);
        bystander = new Bystander(server);
        bystander.awaitService();
        try (RawSftp warmUp = RawSftp.start(server)) {
            warmUp.ask(SftpPacket.of(SftpPacket.STAT, 1).text("/"));
        }
        heapBefore = server.heapBytes();
        before = server.holding();
        logBefore = server.log().length();
    }

    @AfterEach
    void everybodyElseIsServedAndNothingIsLogged() throws InterruptedException {
        bystander.awaitService();
        assertThat(server.log().substring(logBefore))
                .doesNotContain("Exception", "| ERROR", "\tat ")
                .doesNotContain("internal error");
    }

    @AfterAll
    void nothingIsLeft() throws Exception {
        bystander.awaitService();
        long deadline = System.nanoTime() + UNTIL_NOTHING_IS_LEFT.toNanos();
        Holding after = server.holding();
        while ((after.threads() > before.threads() + 6 || after.descriptors() > before.descriptors() + 3)
                && System.nanoTime() < deadline) {
            Thread.sleep(100);
            after = server.holding();
        }
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 6);
        assertThat(after.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + 3);
        assertThat(heapGrowth())
                .as("reachable memory; pools of buffers may fill, sessions may not stay")
                .isLessThan(24L << 20);
        bystander.close();
    }

    /** What the heap holds more than before the tests. */
    protected long heapGrowth() {
        return server.heapBytes() - heapBefore;
    }

    protected static void assertServes(RawSftp sftp) throws IOException {
        assertThat(sftp.ask(SftpPacket.of(SftpPacket.REALPATH, 4711).text(".")).id())
                .isEqualTo(4711);
    }
}
