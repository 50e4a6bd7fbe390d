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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** rclone with a tree of more than two thousand real files. */
@ExtendWith(ServerExtension.class)
class RcloneIT {

    private final Server server;

    RcloneIT(Server server) {
        this.server = server;
    }

    private Commands.Result rclone(String... arguments) {
        List<String> command = new ArrayList<>(List.of("rclone", "--config", "/dev/null", "--retries", "1"));
        command.addAll(Arrays.asList(arguments));
        return Commands.run(
                Duration.ofMinutes(5),
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
                command);
    }

    /** Python's library: real files of all sizes, with more than two thousand of them everywhere. */
    private static Path realTree() {
        return Path.of(Commands.run("python3", "-c", "import os; print(os.path.dirname(os.__file__))")
                .expectSuccess()
                .output()
                .trim());
    }

    @Test
    void copiesChecksMovesAndPurgesARealTree() throws IOException {
        Path tree = server.scratch().resolve("tree");
        Commands.run("cp", "-RL", realTree().toString(), tree.toString());
        Commands.run(
                "rm",
                "-rf",
                tree.resolve("site-packages").toString(),
                tree.resolve("dist-packages").toString());
        long files;
        try (var walk = Files.walk(tree)) {
            files = walk.filter(Files::isRegularFile).count();
        }
        if (files < 2_000) {
            for (long i = files; i < 2_100; i++) {
                Files.writeString(tree.resolve("made-" + i), "file " + i);
            }
        }
        rclone("copy", tree.toString(), "s:/rclone/tree").expectSuccess();
        rclone("check", "--download", tree.toString(), "s:/rclone/tree").expectSuccess();
        Commands.run(
                        "diff",
                        "-r",
                        "-q",
                        tree.toString(),
                        server.data().resolve("rclone/tree").toString())
                .expectSuccess();
        assertThat(rclone("copy", "-v", tree.toString(), "s:/rclone/tree")
                        .expectSuccess()
                        .output())
                .as("times were kept, so a second run has nothing to do")
                .contains("There was nothing to transfer");
        rclone("moveto", "s:/rclone/tree", "s:/rclone/moved").expectSuccess();
        assertThat(server.data().resolve("rclone/tree")).doesNotExist();
        rclone("check", tree.toString(), "s:/rclone/moved", "--size-only").expectSuccess();
        assertThat(rclone("about", "s:").expectSuccess().output()).contains("Total:");
        rclone("purge", "s:/rclone").expectSuccess();
        assertThat(server.data().resolve("rclone")).doesNotExist();
        assertThat(server.log()).doesNotContain("Exception", "| ERROR");
    }
}
