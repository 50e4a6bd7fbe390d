/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that compare modes and times find them as they set them: on a local folder, on a real grid, and on a store that keeps next to nothing. */
@Timeout(600)
@Tag("own-server")
class AttributesIT {

    private static final String GENERIC = "/generic";
    private static final String GRID = "/grid";
    /** Beyond what 32 bits with a sign can hold, as all times of version 3 are not. */
    private static final Instant YEAR_2100 = Instant.ofEpochSecond(4_102_444_800L);

    private static Server server;
    private static LocalGrid grid;
    private static Path mount;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        grid = LocalGrid.mount(server, GRID);
        server.configure("org.sallyport.mount-generic.cfg", "path = " + GENERIC + "\nuri = ram:///\n");
        await("mount generic is at");
        mount = server.scratch();
        List<String> command = new ArrayList<>(List.of(
                "sshfs", Server.USER + "@127.0.0.1:/", mount.toString(), "-p", Integer.toString(server.port())));
        command.addAll(OpenSshSftpIT.options(server)
                .subList(2, OpenSshSftpIT.options(server).size()));
        command.addAll(List.of("-o", "IdentityFile=" + server.key(), "-o", "dir_cache=no"));
        Commands.run(Duration.ofSeconds(60), "", Map.of(), command).expectSuccess();
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

    /** Owners can be changed where nobody heeds them; on a local folder the server would have to be root. */
    private static String archive(String where) {
        return where.isEmpty() ? "-rlptD" : "-a";
    }

    /** What {@code stat} says of each file, owners apart. */
    private static String stat(Path tree) {
        return Commands.run(
                        "sh",
                        "-c",
                        "cd '" + tree
                                + "' && find . -printf '%P %y %m %Ts %s\\n' | sed 's/ d \\(.*\\) [0-9]*$/ d \\1/' | sort")
                .expectSuccess()
                .output();
    }

    private static String run(String... command) {
        return Commands.run(Duration.ofMinutes(4), "", Map.of(), List.of(command))
                .expectSuccess()
                .output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void rsyncMovesNothingTheSecondTime(String where) throws IOException {
        Path tree = tree();
        Path target = mount.resolve((where + "/rsync").substring(1));

        run("rsync", archive(where), "--itemize-changes", tree + "/", target + "/");
        assertThat(stat(target)).isEqualTo(stat(tree));

        assertThat(run("rsync", archive(where), "--itemize-changes", tree + "/", target + "/"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", GRID, GENERIC})
    void copiesThereAndBackAreAlike(String where) throws IOException {
        Path tree = tree();
        Path target = mount.resolve((where + "/copied").substring(1));
        Path back = server.scratch().resolve("back");

        run("cp", "-r", "--preserve=mode,timestamps", tree.toString(), target.toString());
        assertThat(stat(target)).isEqualTo(stat(tree));

        run("cp", "-r", "--preserve=mode,timestamps", target.toString(), back.toString());
        assertThat(stat(back)).isEqualTo(stat(tree));
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
        List<String> scp = new ArrayList<>(List.of("scp", "-p"));
        scp.addAll(OpenSshSftpIT.options(server));
        scp.addAll(List.of(
                "-P",
                Integer.toString(server.port()),
                Server.USER + "@127.0.0.1:" + remote,
                local.resolve("by-scp").toString()));
        run(scp.toArray(String[]::new));

        for (String name : List.of("by-sftp", "by-scp")) {
            Path back = local.resolve(name);
            assertThat(Files.getLastModifiedTime(back).toInstant()).isEqualTo(YEAR_2100);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
                    .isEqualTo("rwx--x--x");
        }
    }
}
