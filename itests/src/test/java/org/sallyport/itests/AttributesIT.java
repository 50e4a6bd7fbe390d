/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that compare modes and times find them as they set them: on a local folder, on a real grid, and on a store that keeps next to nothing. */
@Timeout(600)
@Tag("own-server")
class AttributesIT {

    /** A local folder, shown as the one's who mounts it. */
    private static final String LOCAL = "/local";

    private static final String GENERIC = "/generic";
    private static final String GRID = "/grid";
    /** Beyond what 32 bits with a sign can hold, as all times of version 3 are not. */
    private static final Instant YEAR_2100 = Instant.ofEpochSecond(4_102_444_800L);

    private static final Pattern ANSWER = Pattern.compile("(?m)^(ok|failed|none) ([A-Za-z0-9+/=]*)$");

    private static Server server;
    private static LocalGrid grid;
    private static Path mount;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        grid = LocalGrid.mount(server, GRID);
        server.configure("org.sallyport.mount-generic.cfg", "path = " + GENERIC + "\nuri = ram:///\n");
        await("mount generic is at");
        // The server is not root and can give no file away: what a mount shows as owner is what such clients find
        // again.
        Path own = server.scratch();
        server.configure(
                "org.sallyport.mount-local.cfg",
                "path = " + LOCAL + "\nuri = " + folder().toUri() + "\ncreate = true\nowner = "
                        + Files.getAttribute(own, "unix:uid") + "\ngroup = " + Files.getAttribute(own, "unix:gid")
                        + "\nquirks.set-owner = ignore\n");
        await("mount local is at");
        mount = server.scratch();
        List<String> command = new ArrayList<>(List.of(
                "sshfs", Server.USER + "@127.0.0.1:/", mount.toString(), "-p", Integer.toString(server.port())));
        command.addAll(OpenSshSftpIT.options(server)
                .subList(2, OpenSshSftpIT.options(server).size()));
        command.addAll(List.of("-o", "IdentityFile=" + server.key(), "-o", "dir_cache=no"));
        Commands.run(Duration.ofSeconds(60), "", Map.of(), command).expectSuccess();
    }

    private static Path folder() {
        return server.data().resolveSibling("local");
    }

    private static void await(String line) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!server.log().contains(line)) {
            assertThat(System.nanoTime()).as(server.log()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @AfterAll
    static void stop() {
        try {
            Commands.run("fusermount3", "-u", mount.toString());
            server.close();
        } finally {
            grid.close();
        }
    }

    /** Files of several modes and times, in directories that have their own. */
    private static Path tree() throws IOException {
        Path tree = Files.createDirectory(server.scratch().resolve("tree"));
        Path below = Files.createDirectory(tree.resolve("below"));
        file(tree.resolve("private"), "rw-------", Instant.ofEpochSecond(1_000_000_000));
        file(tree.resolve("program"), "rwxr-xr-x", YEAR_2100);
        file(below.resolve("read-only"), "r--r--r--", Instant.ofEpochSecond(1));
        Files.setPosixFilePermissions(below, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(below, FileTime.from(Instant.ofEpochSecond(1_100_000_000)));
        Files.setLastModifiedTime(tree, FileTime.from(Instant.ofEpochSecond(1_200_000_000)));
        return tree;
    }

    private static void file(Path file, String mode, Instant modified) throws IOException {
        Files.writeString(file, "content of " + file.getFileName());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    /** What {@code stat} says of each file. */
    private static String stat(Path tree) {
        return Commands.run(
                        "sh",
                        "-c",
                        "cd '" + tree
                                + "' && find . -printf '%P %y %m %U:%G %Ts %s\\n' | sed 's/ d \\(.*\\) [0-9]*$/ d \\1/' | sort")
                .expectSuccess()
                .output();
    }

    private static String run(String... command) {
        return Commands.run(Duration.ofMinutes(4), "", Map.of(), List.of(command))
                .expectSuccess()
                .output();
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, GRID, GENERIC})
    void rsyncMovesNothingTheSecondTime(String where) throws IOException {
        Path tree = tree();
        Path target = mount.resolve((where + "/rsync").substring(1));

        run("rsync", "-a", "--itemize-changes", tree + "/", target + "/");
        assertThat(stat(target)).isEqualTo(stat(tree));

        assertThat(run("rsync", "-a", "--itemize-changes", tree + "/", target + "/"))
                .isEmpty();
    }

    private static Commands.Result copyAll(Path from, Path to) {
        return Commands.run(Duration.ofMinutes(4), "", Map.of(), List.of("cp", "-a", from.toString(), to.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {LOCAL, GRID})
    void copiesThereAndBackAreAlikeHardLinksToo(String where) throws IOException {
        Path tree = tree();
        Files.createLink(tree.resolve("below/linked"), tree.resolve("program"));
        Path target = mount.resolve((where + "/copied").substring(1));
        Path back = server.scratch().resolve("back");

        copyAll(tree, target).expectSuccess();
        assertThat(stat(target)).isEqualTo(stat(tree));
        if (where.equals(LOCAL)) {
            Path disk = folder().resolve("copied");
            assertThat(Files.isSameFile(disk.resolve("program"), disk.resolve("below/linked")))
                    .isTrue();
        }

        copyAll(target, back).expectSuccess();
        assertThat(stat(back)).isEqualTo(stat(tree));
    }

    /** Where a store has no links, {@code cp} says so of the second name, and all else is there. */
    @Test
    void copiesThereAndBackAreAlikeWhereThereAreNoLinks() throws IOException {
        Path tree = tree();
        Path target = mount.resolve((GENERIC + "/copied").substring(1));
        Path back = server.scratch().resolve("back");

        copyAll(tree, target).expectSuccess();
        assertThat(stat(target)).isEqualTo(stat(tree));
        copyAll(target, back).expectSuccess();
        assertThat(stat(back)).isEqualTo(stat(tree));

        assertThat(Commands.run(
                                "ln",
                                target.resolve("program").toString(),
                                target.resolve("linked").toString())
                        .exit())
                .isNotZero();
        assertThat(stat(target)).isEqualTo(stat(tree));
    }

    private static String seconds(Path file) {
        return run("stat", "-c", "%Y", file.toString()).strip();
    }

    /** Version 3 has seconds of 32 bits without a sign: what a client means by a day of 1969 is one of 2106 to everybody else. */
    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void theYear2100IsKeptAnd1969CannotBeToldInVersion3(String where) {
        Path file = mount.resolve((where + "/touched").substring(1));

        run("touch", "-d", "@" + YEAR_2100.getEpochSecond(), file.toString());
        assertThat(seconds(file)).isEqualTo("4102444800");

        run("touch", "-d", "1969-12-31 00:00:00 UTC", file.toString());
        assertThat(seconds(file)).isEqualTo(Long.toString((1L << 32) - 86_400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void laterVersionsKeep1969AndVersion3ShowsTheFirstSecondInstead(String where) {
        String path = where + "/of-1969";
        run("touch", mount.resolve(path.substring(1)).toString());
        String script = """
                import asyncio, sys, asyncssh
                port, user, key, path = sys.argv[1:]
                asyncssh.SFTPAttrs.__str__ = lambda attributes: "" # its log cannot print such times
                async def main():
                    async with asyncssh.connect("127.0.0.1", int(port), username=user, client_keys=[key],
                                                known_hosts=None, config=None) as connection:
                        for version in 4, 5, 6:
                            async with connection.start_sftp_client(sftp_version=version) as sftp:
                                assert sftp.version == version
                                for second in 4102444800, -86400:
                                    at = second % 2**64 # the library knows no sign
                                    await sftp.setstat(path, asyncssh.SFTPAttrs(atime=at, mtime=at))
                                    told = await sftp.stat(path)
                                    assert (told.atime, told.mtime) == (at, at), (version, second, told)
                asyncio.run(main())
                """;
        Commands.run(
                        Duration.ofMinutes(1),
                        script,
                        Map.of(),
                        List.of(
                                System.getProperty("python"),
                                "-",
                                Integer.toString(server.port()),
                                Server.USER,
                                server.key().toString(),
                                path))
                .expectSuccess();
        assertThat(OpenSshSftpIT.batch(server, "ls -l " + path + "\n")
                        .expectSuccess()
                        .output())
                .containsPattern("Jan +1 +1970");
    }

    /** One operation of GIO's commands after the other, in one session of D-Bus. */
    private static List<String> gio(List<List<String>> operations) throws IOException {
        Path local = server.scratch();
        Path runtime = Files.createTempDirectory("gvfs");
        StringBuilder input = new StringBuilder();
        for (List<String> operation : operations) {
            input.append(operation.stream().map(ScriptClient::encoded).collect(Collectors.joining(" ", "", "\n")));
        }
        try {
            List<String> answers = new ArrayList<>();
            String output = Commands.run(
                            Duration.ofMinutes(2),
                            input.toString(),
                            GvfsClient.environment(server, local, runtime),
                            GvfsClient.command(server, ScriptClient.script("gvfs.sh", local), "gio"))
                    .output();
            Matcher answer = ANSWER.matcher(output);
            while (answer.find()) {
                answers.add(answer.group(1) + " "
                        + new String(Base64.getDecoder().decode(answer.group(2)), StandardCharsets.UTF_8));
            }
            assertThat(answers).as(output).hasSameSizeAs(operations);
            return answers;
        } finally {
            Commands.run("rm", "-rf", "--one-file-system", runtime.toString()).expectSuccess();
        }
    }

    @Test
    void gioTellsAndCopiesModesAndTimes() throws IOException {
        Path local = server.scratch();
        file(local.resolve("f"), "rwxr-x--x", YEAR_2100);
        List<String> mounts = List.of("", GRID, GENERIC);
        List<List<String>> operations = new ArrayList<>();
        for (String where : mounts) {
            String remote = where + "/by-gio";
            String back = local.resolve("back" + where.replace('/', '-')).toString();
            operations.add(List.of("put-as-it-is", local.resolve("f").toString(), remote));
            operations.add(List.of("info", remote));
            operations.add(List.of("get-as-it-is", remote, back));
        }

        List<String> answers = gio(operations);

        assertThat(answers).allSatisfy(answer -> assertThat(answer).startsWith("ok "));
        for (int i = 0; i < mounts.size(); i++) {
            assertThat(answers.get(3 * i + 1))
                    .contains("standard::size: 12", "unix::mode: " + 0100751, "time::modified: 4102444800");
            Path back = local.resolve("back" + mounts.get(i).replace('/', '-'));
            assertThat(Files.getLastModifiedTime(back).toInstant()).isEqualTo(YEAR_2100);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
                    .isEqualTo("rwxr-x--x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void rcloneTransfersNothingTheSecondTime(String where) throws IOException {
        Path tree = tree();
        rclone("sync", tree.toString(), "s:" + where + "/rclone");

        assertThat(rclone("sync", "-v", tree.toString(), "s:" + where + "/rclone"))
                .contains("There was nothing to transfer")
                .doesNotContain("Updated modification time");
    }

    private static String rclone(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null"));
        command.addAll(List.of(arguments));
        return Commands.run(
                        Duration.ofMinutes(4),
                        "",
                        Map.of(
                                "RCLONE_CONFIG_S_TYPE",
                                "sftp",
                                "RCLONE_CONFIG_S_HOST",
                                "127.0.0.1",
                                "RCLONE_CONFIG_S_PORT",
                                Integer.toString(server.port()),
                                "RCLONE_CONFIG_S_USER",
                                Server.USER,
                                "RCLONE_CONFIG_S_KEY_FILE",
                                server.key().toString()),
                        command)
                .expectSuccess()
                .output();
    }

    private static void scp(String from, String to) {
        List<String> command = new ArrayList<>(List.of("scp", "-s", "-p"));
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port()), from, to));
        run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void openSshBringsModesAndTimesThereAndBack(String where) throws IOException {
        Path local = server.scratch();
        file(local.resolve("f"), "rwx--x--x", YEAR_2100);
        String remote = where + "/openssh";

        OpenSshSftpIT.batch(
                        server,
                        "put -p " + local.resolve("f") + " " + remote + "\nget -p " + remote + " "
                                + local.resolve("by-sftp") + "\n")
                .expectSuccess();
        scp(local.resolve("f").toString(), Server.USER + "@127.0.0.1:" + remote + "-2");
        scp(Server.USER + "@127.0.0.1:" + remote + "-2", local.resolve("by-scp").toString());

        for (String name : List.of("by-sftp", "by-scp")) {
            Path back = local.resolve(name);
            assertThat(Files.getLastModifiedTime(back).toInstant()).isEqualTo(YEAR_2100);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
                    .isEqualTo("rwx--x--x");
        }
    }
}
