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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Large files, new keys in the middle, many sessions at once, every cipher. */
@ExtendWith(ServerExtension.class)
class LoadIT {

    private static final int GIB = 1024;

    private final Server server;

    LoadIT(Server server) {
        this.server = server;
    }

    private Commands.Result sftp(List<String> more, String... batch) {
        List<String> command = new ArrayList<>(List.of("sftp"));
        command.addAll(more);
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", Server.USER + "@127.0.0.1"));
        return Commands.run(Duration.ofMinutes(8), String.join("\n", batch) + "\n", Map.of(), command)
                .expectSuccess();
    }

    private Path random(int mebibytes) throws IOException {
        Path file = server.scratch().resolve("random");
        Commands.run("dd", "if=/dev/urandom", "of=" + file, "bs=1M", "count=" + mebibytes, "status=none")
                .expectSuccess();
        return file;
    }

    private static void same(Path one, Path other) {
        Commands.run("cmp", one.toString(), other.toString()).expectSuccess();
    }

    @Test
    @Timeout(900)
    void aGibibyteEachWayWithNewKeysEvery16Mebibytes() throws IOException {
        aGibibyteEachWay(List.of("-o", "RekeyLimit=16M"));
    }

    @Test
    @Timeout(900)
    void aGibibyteEachWayWithNewKeysThatTheServerAsksForEvery16Mebibytes() throws Exception {
        int port = Server.freePort();
        server.configure(
                "org.sallyport.listener-rekeying.cfg", "host = 127.0.0.1\nport = " + port + "\nrekey-bytes = 16M\n");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!StockKaraf.listens(port)) {
            assertThat(System.nanoTime()).as("the second listener listens").isLessThan(deadline);
            Thread.sleep(100);
        }
        aGibibyteEachWay(List.of("-o", "Port=" + port));
    }

    private void aGibibyteEachWay(List<String> options) throws IOException {
        Path file = random(GIB);
        List<String> counting = new ArrayList<>(options);
        counting.addAll(List.of("-o", "LogLevel=DEBUG1"));
        Commands.Result up = sftp(counting, "put " + file + " /load-1g");
        same(file, server.data().resolve("load-1g"));
        Commands.Result down = sftp(counting, "get /load-1g " + file + ".back", "rm /load-1g");
        same(file, Path.of(file + ".back"));
        // What is under way when an exchange begins goes under the old key.
        assertThat(keyExchanges(up)).as("key exchanges of the upload").isGreaterThan(GIB / 20);
        assertThat(keyExchanges(down)).as("key exchanges of the download").isGreaterThan(GIB / 20);
        Files.delete(file);
        Files.delete(Path.of(file + ".back"));
    }

    private static long keyExchanges(Commands.Result result) {
        return result.output()
                .lines()
                .filter(line -> line.contains("SSH2_MSG_NEWKEYS received"))
                .count();
    }

    @Test
    @Timeout(900)
    void eightSessionsAtOnce() throws Exception {
        Path file = random(128);
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "/load-8-" + i;
                Path back = Path.of(file + ".back" + i);
                running.add(clients.submit(() -> {
                    sftp(
                            List.of("-o", "RekeyLimit=16M"),
                            "put " + file + " " + name,
                            "get " + name + " " + back,
                            "rm " + name);
                    same(file, back);
                    Files.delete(back);
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    @Timeout(900)
    void everyCipherThatIsOffered() throws IOException {
        String offered = Commands.run(
                        Duration.ofSeconds(30),
                        "",
                        Map.of(),
                        List.of(
                                "ssh",
                                "-vv",
                                "-p",
                                Integer.toString(server.port()),
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "StrictHostKeyChecking=no",
                                "-o",
                                "UserKnownHostsFile=/dev/null",
                                "-o",
                                "PreferredAuthentications=none",
                                "nobody@127.0.0.1"))
                .output();
        List<String> ciphers = Arrays.stream(offered.split("\n"))
                .filter(line -> line.contains("ciphers ctos:"))
                .skip(1)
                .findFirst()
                .map(line -> Arrays.asList(
                        line.substring(line.lastIndexOf(' ') + 1).trim().split(",")))
                .orElseThrow();
        assertThat(ciphers)
                .contains(
                        "aes128-gcm@openssh.com",
                        "aes256-gcm@openssh.com",
                        "chacha20-poly1305@openssh.com",
                        "aes256-ctr")
                .noneMatch(cipher -> cipher.contains("cbc") || cipher.contains("arcfour"));
        Path file = random(24);
        for (String cipher : ciphers) {
            Path back = Path.of(file + "." + cipher);
            sftp(List.of("-c", cipher), "put " + file + " /load-cipher", "get /load-cipher " + back, "rm /load-cipher");
            same(file, back);
        }
    }
}
