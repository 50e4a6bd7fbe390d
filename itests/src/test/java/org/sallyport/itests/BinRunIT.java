/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code bin/run} as scripts and containers use it, right and wrong. */
@Timeout(600)
class BinRunIT {

    private static final String ORDINARY_USER = "sallyport-test";
    private static final Pattern STARTED = Pattern.compile("pid (\\d+) port (\\d+)");

    private final boolean root = "root".equals(System.getProperty("user.name"));
    private final List<Path> homes = new ArrayList<>();
    private Path folder;
    private Path key;
    private int port;

    @BeforeEach
    void unpack() throws IOException {
        folder = Files.createTempDirectory("sallyport-run-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectory(folder.resolve("assembly"));
        Commands.run(
                        "tar",
                        "xzf",
                        System.getProperty("assembly.archive"),
                        "--strip-components=1",
                        "-C",
                        folder.resolve("assembly").toString())
                .expectSuccess();
        Files.copy(Path.of(System.getProperty("run.script")), folder.resolve("run"));
        key = folder.resolve("key");
        Commands.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .expectSuccess();
        if (root) {
            Commands.run("chown", "-R", ORDINARY_USER, folder.toString()).expectSuccess();
            Commands.run("chown", "root", key.toString()).expectSuccess();
        }
        port = Server.freePort();
    }

    @AfterEach
    void stop() {
        homes.forEach(home -> run("--stop", "--home", home.toString()));
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }

    private Commands.Result run(String... arguments) {
        return run(Map.of(), arguments);
    }

    private Commands.Result run(Map<String, String> more, String... arguments) {
        return Commands.run(Duration.ofMinutes(3), "", Map.of(), command(more, arguments));
    }

    private List<String> command(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "SALLYPORT_ASSEMBLY", folder.resolve("assembly").toString(),
                "SALLYPORT_JAVA_HOME", System.getProperty("server.java.home"),
                "LC_ALL", "C"));
        environment.putAll(more);
        List<String> command = new ArrayList<>();
        if (root) {
            command.addAll(List.of("runuser", "-u", ORDINARY_USER, "--"));
        }
        command.addAll(List.of("env", "-C", folder.toString()));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("bash", folder.resolve("run").toString()));
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private Path home(String name) {
        Path home = folder.resolve(name);
        homes.add(home);
        return home;
    }

    private Commands.Result daemon(Path home, int onPort) {
        return run(
                "--daemon",
                "--home",
                home.toString(),
                "--port",
                Integer.toString(onPort),
                "--user",
                "ann",
                "--authorized-keys",
                key + ".pub");
    }

    private static long pid(Commands.Result started) {
        Matcher matcher = STARTED.matcher(started.expectSuccess().output());
        assertThat(matcher.find()).as(started.output()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    private Commands.Result sftp(int onPort, String batch) {
        return Commands.run(
                Duration.ofMinutes(1),
                batch + "\n",
                Map.of(),
                List.of(
                        "sftp",
                        "-b",
                        "-",
                        "-i",
                        key.toString(),
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-P",
                        Integer.toString(onPort),
                        "ann@127.0.0.1"));
    }

    private void refused(String message, String... arguments) {
        Commands.Result result = run(arguments);
        assertThat(result.exit()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).contains(message);
    }

    @Test
    void whatIsWrongIsSaidBeforeAnythingHappens() throws IOException {
        refused("no such option: --prot", "--prot", "1");
        refused("--port needs a value", "--port");
        refused("from 1 to 65535, not 70000", "--port", "70000");
        refused("from 1 to 65535, not x", "--port", "x");
        refused("--user must be", "--user", "../x");
        refused("--authorized-keys: cannot read", "--authorized-keys", "nowhere");
        refused("--password-file: cannot read", "--password-file", "nowhere");
        assertThat(run(Map.of("SALLYPORT_JAVA_HOME", "/nowhere"), "--daemon").output())
                .contains("there is no JDK at /nowhere");
        assertThat(folder.resolve("run-home")).doesNotExist();
        Path empty = Files.createFile(folder.resolve("empty"));
        Path home = home("h");
        refused("is empty", "--daemon", "--home", home.toString(), "--password-file", empty.toString());
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    "port " + taken.getLocalPort() + " on 127.0.0.1 is taken",
                    "--daemon",
                    "--home",
                    home("h").toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aHomeThatCannotBeWrittenIsRefused() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        Commands.Result result = daemon(locked.resolve("home"), port);
        assertThat(result.exit()).isNotZero();
        assertThat(result.output()).contains("Permission denied");
    }

    @Test
    void twoHomesSideBySideAndOneServerForEach() throws IOException {
        Path first = home("first home \u00e9");
        Path second = home("second");
        int other = Server.freePort();
        pid(daemon(first, port));
        pid(daemon(second, other));
        sftp(port, "put " + key + ".pub /in-first").expectSuccess();
        sftp(other, "put " + key + ".pub /in-second").expectSuccess();
        assertThat(first.resolve("files/in-first")).exists();
        assertThat(second.resolve("files/in-second")).exists();
        refused("runs from " + first + " already", "--daemon", "--home", first.toString());
        assertThat(run("--stop", "--home", first.toString()).expectSuccess().output())
                .contains("stopped pid");
        assertThat(run("--stop", "--home", first.toString()).expectSuccess().output())
                .contains("does not run");
        sftp(other, "ls /in-second").expectSuccess();
    }

    @Test
    void theAssemblyNeedNotBeWritable() throws IOException {
        Commands.run("chmod", "-R", "a-w", folder.resolve("assembly").toString())
                .expectSuccess();
        pid(daemon(home("h"), port));
        sftp(port, "ls /").expectSuccess();
        Commands.run("chmod", "-R", "u+w", folder.resolve("assembly").toString())
                .expectSuccess();
    }

    @Test
    void killedItStartsAgainWithAllThatItHad() throws IOException {
        Path home = home("h");
        long pid = pid(daemon(home, port));
        sftp(port, "put " + key + ".pub /kept").expectSuccess();
        Commands.run("kill", "-9", Long.toString(pid)).expectSuccess();
        long again = pid(run("--daemon", "--home", home.toString()));
        assertThat(again).isNotEqualTo(pid);
        sftp(port, "get /kept " + folder.resolve("back")).expectSuccess();
        assertThat(Files.readAllBytes(folder.resolve("back"))).isEqualTo(Files.readAllBytes(Path.of(key + ".pub")));
    }

    @Test
    void theEnvironmentSaysTheSameAsOptions() throws IOException {
        Path home = home("h");
        Path served = folder.resolve("served");
        pid(run(
                Map.of(
                        "SALLYPORT_HOME", home.toString(),
                        "SALLYPORT_DATA", served.toString(),
                        "SALLYPORT_PORT", Integer.toString(port),
                        "SALLYPORT_USER", "ann",
                        "SALLYPORT_AUTHORIZED_KEYS", key + ".pub"),
                "--daemon"));
        sftp(port, "put " + key + ".pub /\u00fcber").expectSuccess();
        assertThat(served.resolve("\u00fcber")).exists();
    }

    @Test
    void inTheForegroundWithoutATerminalItEndsWithTerm() throws Exception {
        Path home = home("h");
        Process process = new ProcessBuilder(command(
                        Map.of(),
                        "--home",
                        home.toString(),
                        "--port",
                        Integer.toString(port),
                        "--user",
                        "ann",
                        "--authorized-keys",
                        key + ".pub"))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!StockKaraf.listens(port)) {
            assertThat(System.nanoTime())
                    .as(Files.readString(folder.resolve("printed")))
                    .isLessThan(deadline);
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(100);
        }
        sftp(port, "ls /").expectSuccess();
        List<ProcessHandle> all = process.descendants().toList();
        ProcessHandle last = all.isEmpty() ? process.toHandle() : all.get(all.size() - 1);
        last.destroy();
        assertThat(process.waitFor(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(StockKaraf.listens(port)).isFalse();
    }
}
