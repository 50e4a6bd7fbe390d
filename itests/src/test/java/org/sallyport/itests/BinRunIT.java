/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code bin/run} as scripts and containers use it, right and wrong. */
@Timeout(600)
@Tag("own-server")
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
        List<String> command = new ArrayList<>(asOrdinaryUser());
        command.addAll(bare(more, arguments));
        return command;
    }

    /** Nothing in between: the process that is started becomes the server. */
    private List<String> asOrdinaryUser() {
        return root
                ? List.of("setpriv", "--reuid", ORDINARY_USER, "--regid", ORDINARY_USER, "--clear-groups", "--")
                : List.of();
    }

    /** As whoever runs the tests, with an environment as poor as a container's. */
    private List<String> bare(Map<String, String> more, String... arguments) {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "SALLYPORT_ASSEMBLY",
                folder.resolve("assembly").toString(),
                "SALLYPORT_JAVA_HOME",
                System.getProperty("server.java.home"),
                "PATH",
                "/usr/local/bin:/usr/bin:/bin",
                "LC_ALL",
                "C"));
        environment.putAll(more);
        List<String> command = new ArrayList<>(List.of("env", "-i", "-C", folder.toString()));
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
        refused("--home needs a value", "--stop", "--home", "");
        refused("from 1 to 65535, not 70000", "--port", "70000");
        refused("from 1 to 65535, not x", "--port", "x");
        refused("--user must be", "--user", "../x");
        refused("--authorized-keys: cannot read", "--authorized-keys", "nowhere");
        refused("--password-file: cannot read", "--password-file", "nowhere");
        refused("--host must be an IP address", "--host", "localhost");
        refused("--data: " + key + " is not a directory", "--data", key.toString());
        refused("control characters", "--home", "a\nb");
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        refused("--data: cannot read " + closed, "--data", closed.toString());
        Path empty = Files.createFile(folder.resolve("empty"));
        refused("is empty", "--daemon", "--home", folder.resolve("h").toString(), "--password-file", empty.toString());
        assertThat(folder.resolve("h")).doesNotExist();
        assertThat(folder.resolve("a\nb")).doesNotExist();
    }

    @Test
    void withoutJavaItSaysWhatIsNeeded() throws IOException {
        Path old = Files.createDirectories(folder.resolve("old/bin")).getParent();
        Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(run(Map.of("SALLYPORT_JAVA_HOME", old.toString()), "--daemon"))
                .matches(result -> result.exit() == 2)
                .matches(result -> result.output().contains("at " + old + " is older than 17"));
        assertThat(run(Map.of("SALLYPORT_JAVA_HOME", "/nowhere"), "--daemon"))
                .matches(result -> result.exit() == 2)
                .matches(result -> result.output().contains("there is no Java runtime at /nowhere"));
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                root ? "-m" : "-rm",
                "bash",
                "-c",
                "for d in /usr/lib/jvm /opt/java; do [ ! -d $d ] || mount -t tmpfs none $d || exit 9; done; exec \"$@\"",
                "without-java"));
        command.addAll(bare(Map.of("SALLYPORT_JAVA_HOME", ""), "--daemon"));
        Commands.Result none = Commands.run(Duration.ofMinutes(1), "", Map.of(), command);
        assertThat(none.exit()).as(none.output()).isEqualTo(2);
        assertThat(none.output()).contains("a Java runtime of version 17 or later is needed");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        Path home = home("h");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            refused(
                    "port " + taken.getLocalPort() + " on 127.0.0.1 is taken",
                    "--daemon",
                    "--home",
                    home.toString(),
                    "--port",
                    Integer.toString(taken.getLocalPort()));
        }
        assertThat(run("--daemon", "--home", home.toString(), "--port", Integer.toString(port))
                        .expectSuccess()
                        .output())
                .as("the first start that succeeds makes the user")
                .contains("user: demo  password: ");
    }

    @Test
    void aHomeThatCannotBeWrittenIsRefused() throws IOException {
        Path locked = Files.createDirectory(folder.resolve("locked"));
        Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
        refused(
                "--home: cannot write to " + locked.resolve("home"),
                "--home",
                locked.resolve("home").toString());
        refused("--home: cannot write to " + locked, "--home", locked.toString());
        refused("--home: cannot write to " + key, "--home", key.toString());
    }

    @Test
    void whatKeepsItFromListeningIsShown() throws IOException {
        Path home = home("h");
        Files.createDirectories(home.resolve("etc/sallyport/users"));
        Files.writeString(home.resolve("etc/org.sallyport.listener-default.cfg"), "host = 127.0.0.1\nport = 70000\n");
        if (root) {
            Commands.run("chown", "-R", ORDINARY_USER, home.toString()).expectSuccess();
        }
        Commands.Result result = run("--daemon", "--home", home.toString());
        assertThat(result.exit()).as(result.output()).isEqualTo(1);
        assertThat(result.output())
                .contains("did not come to listen on 127.0.0.1 port 70000")
                .contains("configuration refused", "org.sallyport.listener~default: port = 70000: a whole number");
        assertThat(run("--stop", "--home", home.toString()).output()).contains("does not run");
    }

    /** Karaf alone would go on without what it could not install. */
    @Test
    void aFeatureThatFailsEndsTheServerAndIsShown() {
        Commands.run(
                        "rm",
                        "-r",
                        folder.resolve("assembly/system/org/sallyport/sftp").toString())
                .expectSuccess();
        List<String> foreground = List.of("--home", home("h").toString(), "--port", Integer.toString(port));
        List<String> daemon = new ArrayList<>(foreground);
        daemon.add("--daemon");
        for (List<String> start : List.of(foreground, daemon)) {
            Commands.Result result = run(start.toArray(String[]::new));
            assertThat(result.exit()).as(result.output()).isEqualTo(1);
            assertThat(result.output()).contains("Error downloading mvn:org.sallyport/sftp/");
            assertThat(run("--stop", "--home", start.get(1)).output()).contains("does not run");
        }
    }

    @Test
    void ofTwoStartsAtOnceOneServes() throws Exception {
        Path home = home("h");
        List<Process> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            starts.add(new ProcessBuilder(
                            command(Map.of(), "--daemon", "--home", home.toString(), "--port", Integer.toString(port)))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("start-" + i).toFile())
                    .start());
        }
        List<Integer> exits = new ArrayList<>();
        for (Process start : starts) {
            assertThat(start.waitFor(3, TimeUnit.MINUTES)).isTrue();
            exits.add(start.exitValue());
        }
        String said = Files.readString(folder.resolve("start-0")) + Files.readString(folder.resolve("start-1"));
        assertThat(exits).as(said).containsExactlyInAnyOrder(0, 2);
        assertThat(said).containsPattern("another bin/run is starting|runs from .* already");
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
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), first);
        refused("runs from " + first + " already", "--daemon", "--home", alias + "/../alias/");
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
    void killedItStartsAgainWithAllThatItHad() throws Exception {
        Path home = home("h");
        long pid = pid(daemon(home, port));
        sftp(port, "put " + key + ".pub /kept").expectSuccess();
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        server.destroyForcibly();
        server.onExit().get(1, TimeUnit.MINUTES);
        Files.writeString(
                home.resolve("karaf.pid"), Long.toString(ProcessHandle.current().pid()));
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

    /** As in a container: the first process of its own name space, without a terminal, without a home directory. */
    @Test
    void asTheFirstProcessOfAContainerItEndsWithTerm() throws Exception {
        List<String> command = new ArrayList<>(List.of("unshare", root ? "-fp" : "-rfp", "--mount-proc"));
        command.addAll(command(
                Map.of(),
                "--home",
                home("h").toString(),
                "--port",
                Integer.toString(port),
                "--user",
                "ann",
                "--authorized-keys",
                key + ".pub"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
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
        process.children().findFirst().orElseThrow().destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(StockKaraf.listens(port)).isFalse();
        assertThat(Files.readString(folder.resolve("h/data/log/karaf.log"))).doesNotContain("Exception", "| ERROR");
    }
}
