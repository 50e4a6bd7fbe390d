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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** rclone. It writes to the name itself, looks at what came of it, and removes what is wrong. */
class RcloneIT extends ClientContract {

    RcloneIT(Server server) {
        super(server);
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

    private static String remote(String path) {
        return "s:" + path;
    }

    @Override
    void put(Path file, String path) {
        rclone("copyto", "--ignore-times", file.toString(), remote(path)).expectSuccess();
    }

    @Override
    void get(String path, Path file) {
        rclone("copyto", remote(path), file.toString()).expectSuccess();
    }

    /** To rclone it is no error that it is there. */
    @Override
    void makeDirectory(String path) throws NoWordsForThat {
        throw new NoWordsForThat("no error");
    }

    @Override
    void removeDirectory(String path) {
        rclone("rmdir", remote(path)).expectSuccess();
    }

    @Override
    void remove(String path) {
        rclone("deletefile", remote(path)).expectSuccess();
    }

    @Override
    void rename(String from, String to) {
        rclone("moveto", remote(from), remote(to)).expectSuccess();
    }

    @Override
    OntoExisting renameOntoExisting() {
        return OntoExisting.REPLACES;
    }

    @Override
    List<String> list(String path) {
        return Arrays.asList(
                rclone("lsf", remote(path)).expectSuccess().output().split("\n"));
    }

    @Override
    List<String> names() {
        return namesWithout("new\nline");
    }

    /** It writes control characters in names as other characters, and back. */
    @Override
    List<String> namesInTrees() {
        return names();
    }

    @Override
    void putWithTime(Path file, String path) {
        put(file, path);
    }

    @Override
    void putTree(Path tree, String path) {
        rclone("copy", "--create-empty-src-dirs", tree.toString(), remote(path)).expectSuccess();
    }

    @Override
    void getTree(String path, Path tree) {
        rclone("copy", "--create-empty-src-dirs", remote(path), tree.toString()).expectSuccess();
    }

    @Test
    void makesADirectoryThatIsThereAlready() throws IOException {
        rclone("mkdir", remote(path("d"))).expectSuccess();
        put(file("f", content(10, 1)), path("d/f"));
        rclone("mkdir", remote(path("d"))).expectSuccess();
        assertThat(disk.resolve("d/f")).exists();
    }

    /** Real files of all sizes, more than two thousand: the kernel's headers, Python's library, and these sources. */
    private Path realTree() throws IOException {
        Path tree = Files.createDirectory(local.resolve("tree"));
        Path sources = Path.of(System.getProperty("run.script")).resolveSibling("..");
        String python = Commands.run("python3", "-c", "import os; print(os.path.dirname(os.__file__))")
                .expectSuccess()
                .output()
                .trim();
        Commands.run(
                        "bash",
                        "-euc",
                        "cd '" + tree
                                + "'; mkdir include python sallyport; tar -C /usr/include -ch linux asm-generic | tar -C include -x;"
                                + " tar -C '" + python
                                + "' --exclude=site-packages --exclude=dist-packages -c . | tar -C python -x;"
                                + " tar -C '" + sources
                                + "' --exclude=target -c bundles docs itests | tar -C sallyport -x;"
                                + " find . -type l -delete")
                .expectSuccess();
        try (Stream<Path> files = Files.walk(tree)) {
            assertThat(files.filter(Files::isRegularFile).count()).isGreaterThan(2_000);
        }
        return tree;
    }

    @Test
    void copiesChecksMovesAndPurgesARealTree() throws IOException {
        Path tree = realTree();
        rclone("copy", tree.toString(), remote(path("tree"))).expectSuccess();
        rclone("check", "--download", tree.toString(), remote(path("tree"))).expectSuccess();
        Commands.run("diff", "-r", "-q", tree.toString(), disk.resolve("tree").toString())
                .expectSuccess();
        assertThat(rclone("copy", "-v", tree.toString(), remote(path("tree")))
                        .expectSuccess()
                        .output())
                .as("times were kept, so a second run has nothing to do")
                .contains("There was nothing to transfer");
        rclone("moveto", remote(path("tree")), remote(path("moved"))).expectSuccess();
        assertThat(disk.resolve("tree")).doesNotExist();
        rclone("check", tree.toString(), remote(path("moved")), "--size-only").expectSuccess();
        assertThat(rclone("about", "s:").expectSuccess().output()).contains("Total:");
        rclone("purge", remote(path("moved"))).expectSuccess();
        assertThat(disk.resolve("moved")).doesNotExist();
    }
}
