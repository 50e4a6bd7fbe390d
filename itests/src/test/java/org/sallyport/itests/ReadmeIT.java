/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The README's five minutes, word for word, in a fresh copy of the sources; only the port, folders outside the copy and the
 * placeholders of a key and a session are replaced.
 */
@Timeout(900)
@Tag("own-server")
class ReadmeIT {

    private static final Pattern COMMAND = Pattern.compile("scope = \"sftp\",\\s*name = \"([a-z-]+)\"");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** To a file, without the part behind {@code #}. */
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]+)");

    private static final Pattern SHOWN = Pattern.compile("user: (\\S+)  password: (\\S+)");

    private Path folder;
    private Path copy;
    private String port;
    private Process session;

    @BeforeEach
    void copyWhatIsUnderVersionControl() throws IOException {
        folder = Files.createTempDirectory("sallyport-readme-");
        copy = Files.createDirectory(folder.resolve("clone"));
        port = Integer.toString(Server.freePort());
        Sources.copyTo(copy);
    }

    @AfterEach
    void remove() {
        if (session != null) {
            session.destroy();
        }
        Commands.run("bash", copy.resolve("bin/run").toString(), "--stop").expectSuccess();
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }

    private String section(String title) throws IOException {
        String readme = Files.readString(copy.resolve("README.md"));
        int from = readme.indexOf("\n## " + title);
        return readme.substring(from, readme.indexOf("\n## ", from + 4));
    }

    /** The lines of the n-th indented block of the section. */
    private List<String> block(int number) throws IOException {
        String section = section("Five minutes");
        List<List<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (String line : section.split("\n")) {
            if (line.startsWith("    ")) {
                if (!inside) {
                    blocks.add(new ArrayList<>());
                }
                blocks.get(blocks.size() - 1).add(line.substring(4));
            }
            inside = line.startsWith("    ");
        }
        return blocks.get(number);
    }

    @Test
    void theFiveMinutes() throws Exception {
        String askPass = askPass();
        Map<String, String> environment = Map.of(
                "SALLYPORT_PORT",
                port,
                "SALLYPORT_JAVA_HOME",
                System.getProperty("server.java.home"),
                "SSH_ASKPASS",
                askPass,
                "SSH_ASKPASS_REQUIRE",
                "force");
        try (Terminal terminal = Terminal.start(copy, environment, "bin/run")) {
            terminal.await("password: ", 0, Duration.ofMinutes(6));
            Matcher shown = SHOWN.matcher(terminal.text());
            assertThat(shown.find()).isTrue();
            Files.writeString(folder.resolve("password"), shown.group(2) + "\n");
            awaitPort();
            uploadAndDownload(environment);
            console(terminal);
            terminal.type("shutdown");
            terminal.await("(yes/no)", 0, Duration.ofSeconds(30));
            terminal.type("yes");
            terminal.end(Duration.ofSeconds(60));
        }
        theConsoleEndsWithControlD(environment);
        whatIsUpToDateIsNotBuiltAgain(environment);
        whatIsBuiltAgainIsNotWhatRuns(environment);
        assertThat(Files.readString(copy.resolve("run/data/log/karaf.log"))).doesNotContain("Exception", "| ERROR");
    }

    private void theConsoleEndsWithControlD(Map<String, String> environment) throws Exception {
        try (Terminal terminal = Terminal.start(copy, environment, "bin/run")) {
            awaitPort();
            terminal.console("sftp:status", List.of(), "");
            terminal.press('\u0004');
            terminal.end(Duration.ofSeconds(60));
        }
    }

    private void whatIsUpToDateIsNotBuiltAgain(Map<String, String> environment) {
        List<String> run = List.of("bash", "-euc", "cd '" + copy + "'; bin/run --daemon; bin/run --stop");
        assertThat(Commands.run(Duration.ofMinutes(2), "", environment, run)
                        .expectSuccess()
                        .output())
                .contains("serves SFTP on 127.0.0.1 port " + port, "stopped pid")
                .doesNotContain("building", "password");
    }

    private void whatIsBuiltAgainIsNotWhatRuns(Map<String, String> environment) throws IOException {
        Commands.run(
                        Duration.ofMinutes(2),
                        "",
                        environment,
                        List.of("bash", "-euc", "cd '" + copy + "'; bin/run --daemon; rm -rf assembly/target"))
                .expectSuccess();
        uploadAndDownload(environment);
        Commands.run("bash", copy.resolve("bin/run").toString(), "--stop").expectSuccess();
    }

    @Test
    void namesTheCommandsThatThereAre() throws IOException {
        Set<String> declared = new TreeSet<>();
        try (Stream<Path> files = Files.walk(copy.resolve("bundles/shell/src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                COMMAND.matcher(Files.readString(file)).results().forEach(found -> declared.add(found.group(1)));
            }
        }
        Set<String> named = new TreeSet<>();
        section("Console commands")
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell -> CODE.matcher(cell).results().forEach(found -> named.add(found.group(1))));
        assertThat(named).isEqualTo(declared).hasSizeGreaterThan(20);
    }

    @Test
    void whatItPointsToIsThere() throws IOException {
        List<Path> documents = new ArrayList<>(List.of(copy.resolve("README.md")));
        try (Stream<Path> docs = Files.list(copy.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
        }
        for (Path document : documents) {
            LINK.matcher(Files.readString(document)).results().forEach(link -> assertThat(
                            document.resolveSibling(link.group(1)))
                    .as("%s in %s", link.group(), document)
                    .exists());
        }
    }

    private String askPass() throws IOException {
        Path script =
                Files.writeString(folder.resolve("askpass"), "#!/bin/sh\ncat '" + folder.resolve("password") + "'\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private void awaitPort() throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!StockKaraf.listens(Integer.parseInt(port))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    private void uploadAndDownload(Map<String, String> environment) throws IOException {
        List<String> lines = block(0);
        assertThat(lines.get(0)).isEqualTo("$ sftp -P 2222 demo@127.0.0.1");
        List<String> batch = lines.stream()
                .skip(1)
                .map(line -> line.substring("sftp> ".length()))
                .toList();
        assertThat(batch).contains("put README.md", "get README.md copy-of-README.md");
        String command = lines.get(0)
                .substring(2)
                .replace("2222", port)
                .replace("sftp ", "sftp -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ");
        Commands.Result done = Commands.run(
                Duration.ofMinutes(1),
                String.join("\n", batch) + "\n",
                environment,
                List.of("bash", "-euc", "cd '" + copy + "'; setsid -w " + command));
        done.expectSuccess();
        assertThat(Files.readString(copy.resolve("copy-of-README.md")))
                .isEqualTo(Files.readString(copy.resolve("README.md")));
        assertThat(Files.readString(copy.resolve("run/files/README.md")))
                .isEqualTo(Files.readString(copy.resolve("README.md")));
        assertThat(done.output()).contains("README.md");
    }

    private void console(Terminal terminal) throws Exception {
        Commands.run(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "ann",
                        "-f",
                        folder.resolve("key").toString())
                .expectSuccess();
        String key = Files.readString(folder.resolve("key.pub")).trim();
        Path served = Files.createDirectory(folder.resolve("srv"));
        Files.createDirectory(served.resolve("inbox-2027"));
        for (String line : block(1)) {
            String command = line.replaceAll(" {3,}.*", "")
                    .replace("ssh-ed25519 AAAA... ann", key)
                    .replace("file:///srv/", served.toUri().toString().replaceFirst("^file:/+", "file:///"));
            if (command.contains("SESSION")) {
                command = command.replace("SESSION", liveSession(terminal));
            }
            boolean asks = command.startsWith("sftp:user-add");
            String output =
                    terminal.console(command, asks ? List.of("Password: ", "Again: ") : List.of(), "correct horse");
            assertThat(output)
                    .as(command)
                    .doesNotContain("Error executing command", "Command not found", "is refused", "no such");
        }
        assertThat(Files.readString(copy.resolve("run/etc/org.sallyport.mount-inbox.cfg")))
                .contains("inbox-2027");
        assertThat(copy.resolve("run/etc/sallyport/keys/ann")).exists();
    }

    /** A session of the user that the tour made, so that there is one to explain. */
    private String liveSession(Terminal terminal) throws Exception {
        List<String> command = new ArrayList<>(Arrays.asList(
                "sftp",
                "-q",
                "-i",
                folder.resolve("key").toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-P",
                port,
                "ann@127.0.0.1"));
        session = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        session.getOutputStream().write("pwd\n".getBytes());
        session.getOutputStream().flush();
        Pattern id = Pattern.compile("\"id\":\"([^\"]+)\"[^}]*\"user\":\"ann\"");
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            Matcher found = id.matcher(terminal.console("sftp:session-list --json", List.of(), ""));
            if (found.find()) {
                return found.group(1);
            }
            assertThat(System.nanoTime()).as("ann is connected").isLessThan(deadline);
        }
    }
}
