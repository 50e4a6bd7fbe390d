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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Nothing that was acknowledged is lost, and no half or mixed file is at a name: OpenSSH's sftp, sshfs, rclone and paramiko write, replace,
 * rename and remove while the server or they themselves are killed, or the connections are cut. {@code -Dseed=N} repeats a run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(4 * 3600)
@Tag("own-server")
@Tag("kills")
abstract class KilledTestCase {

    static final boolean LONG = Boolean.getBoolean("long");
    private static final int SERVER_KILLS = LONG ? 100 : 2;
    private static final int CLIENT_KILLS = LONG ? 50 : 1;
    static final int CUTS = LONG ? 50 : 1;
    private static final int BETWEEN = 60;
    private static final Pattern BROKEN_OFF = Pattern.compile("(\\d+) large contents were broken off");

    private final long seed = Long.getLong("seed", System.nanoTime());
    final Random chance = new Random(seed);
    private Server server;
    private Path scratch;
    private Path record;
    private String data;
    private CutOff way;
    /** Sessions of which the server could not say that they ended. */
    private long killed;

    @BeforeAll
    void start() throws Exception {
        server = Server.start();
        way = new CutOff(server.port());
        scratch = server.scratch();
        record = scratch.resolve("record");
        data = mount(server);
        try (InputStream in = KilledTestCase.class.getResourceAsStream("/oracle.py")) {
            Files.copy(in, scratch.resolve("oracle.py"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @AfterAll
    void stop() {
        // A mount of which nothing is left but its name, where the clients were killed.
        Commands.run("fusermount3", "-uzq", scratch.resolve("sshfs").toString());
        way.close();
        server.close();
    }

    final Process work() throws IOException {
        return new ProcessBuilder(
                        System.getProperty("python"),
                        scratch.resolve("oracle.py").toString(),
                        "work",
                        record.toString(),
                        "/killed",
                        Integer.toString(way.port()),
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

    /** At some moment of the work. */
    final void awaitSome(Process work) throws IOException, InterruptedException {
        long count = acknowledged() + 1 + chance.nextInt(BETWEEN);
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (acknowledged() < count) {
            assertThat(System.nanoTime()).as("operations are acknowledged").isLessThan(deadline);
            assertThat(work.isAlive())
                    .as(Files.readString(scratch.resolve("printed")))
                    .isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Makes the folder {@code /killed}. @return where its content is: a folder of this machine, or an address in a grid */
    abstract String mount(Server started) throws Exception;

    /** Returns when what was cut off, and what is still on its way, has come to its end. */
    abstract void awaitSettled(long runSeed) throws Exception;

    /** Returns when clients are served after a start. */
    abstract void awaitServing() throws Exception;

    final void awaitSettled() throws Exception {
        awaitSettled(seed);
    }

    /** @return how many large contents were broken off */
    final int verify(String when) throws Exception {
        awaitSettled();
        Commands.Result result = Commands.run(
                Duration.ofMinutes(1),
                "",
                Map.of(),
                List.of(
                        System.getProperty("python"),
                        scratch.resolve("oracle.py").toString(),
                        "verify",
                        record.toString(),
                        data));
        assertThat(result.exit())
                .as("%s, seed %d: %s", when, seed, result.output())
                .isZero();
        Matcher brokenOff = BROKEN_OFF.matcher(result.output());
        assertThat(brokenOff.find()).as(result.output()).isTrue();
        return Integer.parseInt(brokenOff.group(1));
    }

    /** Few rounds need not meet one. */
    final void expectBrokenOff(int contents) {
        System.out.println(contents + " large contents were broken off");
        if (LONG) {
            assertThat(contents).as("large contents that were broken off").isPositive();
        }
    }

    @Test
    void theServerIsKilled() throws Exception {
        int brokenOff = 0;
        for (int kill = 1; kill <= SERVER_KILLS; kill++) {
            Process work = work();
            awaitSome(work);
            killServer();
            awaitEnd(work);
            startServer();
            brokenOff += verify("after kill " + kill + " of the server");
        }
        expectBrokenOff(brokenOff);
    }

    /** Ends the server as a power cut would. */
    final void killServer() {
        server.kill();
        killed = sessions();
    }

    final void startServer() throws Exception {
        server.run("--daemon");
        awaitServing();
    }

    @Test
    void theClientsAreKilled() throws Exception {
        int brokenOff = 0;
        for (int kill = 1; kill <= CLIENT_KILLS; kill++) {
            Process work = work();
            awaitSome(work);
            killClients(work);
            brokenOff += verify("after kill " + kill + " of the clients");
        }
        expectBrokenOff(brokenOff);
    }

    final void killClients(Process work) throws InterruptedException {
        work.descendants().forEach(ProcessHandle::destroyForcibly);
        work.destroyForcibly().waitFor();
        awaitNoSession();
    }

    @Test
    void theConnectionsAreCut() throws Exception {
        int brokenOff = 0;
        for (int number = 1; number <= CUTS; number++) {
            Process work = work();
            awaitSome(work);
            way.cut();
            awaitEnd(work);
            way.mend();
            awaitNoSession();
            brokenOff += verify("after cut " + number + " of the connections");
        }
        expectBrokenOff(brokenOff);
    }

    private static void awaitEnd(Process work) throws InterruptedException {
        assertThat(work.waitFor(3, TimeUnit.MINUTES))
                .as("clients notice that the connection has ended")
                .isTrue();
    }

    /** Until the server has met the end of all connections, it may still publish what it has been told to. */
    final void awaitNoSession() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (sessions() > killed) {
            assertThat(System.nanoTime()).as("the sessions end").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private long sessions() {
        return countInTransferLog("\"login\" result=\"ok\"") - countInTransferLog("\"logout\"");
    }

    private long countInTransferLog(String action) {
        return server.transferLog()
                .lines()
                .filter(line -> line.contains("action=" + action))
                .count();
    }
}
