/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing that was acknowledged is lost, and no half or mixed file is at a name: real clients write, replace, rename and remove while
 * the server, or they themselves, are killed. {@code -Dseed=N} repeats a run.
 */
@Timeout(3600)
abstract class KilledTestCase {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int SERVER_KILLS = LONG ? 200 : 5;
    private static final int CLIENT_KILLS = LONG ? 100 : 4;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random chance = new Random(seed);
    private Server server;
    private Path scratch;
    private Path record;
    private Path data;

    @BeforeEach
    void start() throws Exception {
        server = Server.start();
        scratch = server.scratch();
        record = scratch.resolve("record");
        data = mount(server);
        try (InputStream in = KilledTestCase.class.getResourceAsStream("/oracle.py")) {
            Files.copy(in, scratch.resolve("oracle.py"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Process work() throws IOException {
        return new ProcessBuilder(
                        System.getProperty("python"),
                        scratch.resolve("oracle.py").toString(),
                        "work",
                        record.toString(),
                        "/killed",
                        Integer.toString(server.port()),
                        Server.USER,
                        server.key().toString(),
                        Long.toString(chance.nextLong()))
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("printed").toFile())
                .start();
    }

    private long acknowledged() throws IOException {
        try (Stream<String> lines = Files.exists(record) ? Files.lines(record) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("end ")).count();
        }
    }

    private void awaitAcknowledged(long count, Process work) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (acknowledged() < count) {
            assertThat(System.nanoTime()).as("operations are acknowledged").isLessThan(deadline);
            assertThat(work.isAlive())
                    .as(Files.readString(scratch.resolve("printed")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Makes the folder {@code /killed}. @return where its content is on this machine */
    abstract Path mount(Server started) throws Exception;

    /** Returns when what was cut off, and what is still on its way, has come to its end. */
    abstract void awaitSettled(long runSeed) throws Exception;

    /** Returns when clients are served after a start. */
    abstract void awaitServing() throws Exception;

    private void verify(String when) throws Exception {
        awaitSettled(seed);
        Commands.Result result = Commands.run(
                Duration.ofMinutes(1),
                "",
                java.util.Map.of(),
                List.of(
                        System.getProperty("python"),
                        scratch.resolve("oracle.py").toString(),
                        "verify",
                        record.toString(),
                        data.toString()));
        assertThat(result.exit())
                .as("%s, seed %d: %s", when, seed, result.output())
                .isZero();
    }

    @Test
    void theServerIsKilled() throws Exception {
        for (int kill = 1; kill <= SERVER_KILLS; kill++) {
            Process work = work();
            awaitAcknowledged(acknowledged() + 1 + chance.nextInt(60), work);
            server.kill();
            assertThat(work.waitFor(3, TimeUnit.MINUTES)).isTrue();
            server.run("--daemon");
            awaitServing();
            verify("after kill " + kill + " of the server");
        }
    }

    @Test
    void theClientsAreKilled() throws Exception {
        for (int kill = 1; kill <= CLIENT_KILLS; kill++) {
            Process work = work();
            awaitAcknowledged(acknowledged() + 1 + chance.nextInt(60), work);
            work.descendants().forEach(ProcessHandle::destroyForcibly);
            work.destroyForcibly().waitFor();
            awaitNoSession();
            verify("after kill " + kill + " of the clients");
        }
    }

    /** Until the server has met the end of all connections, it may still publish what it has been told to. */
    private void awaitNoSession() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (countInTransferLog("\"login\" result=\"ok\"") > countInTransferLog("\"logout\"")) {
            assertThat(System.nanoTime()).as("the sessions end").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long countInTransferLog(String action) {
        return server.transferLog()
                .lines()
                .filter(line -> line.contains("action=" + action))
                .count();
    }
}
