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

/** OpenSSH's {@code sftp}. */
class OpenSshSftpIT extends ClientContract {

    OpenSshSftpIT(Server server) {
        super(server);
    }

    static List<String> options(Server server) {
        return List.of(
                "-i",
                server.key().toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR");
    }

    private Commands.Result sftp(String... batch) {
        return sftp(List.of(), batch);
    }

    private Commands.Result sftp(List<String> more, String... batch) {
        return batch(server, more, String.join("\n", batch) + "\n").expectSuccess();
    }

    /** Runs commands of OpenSSH's sftp. */
    static Commands.Result batch(Server server, String commands) {
        return batch(server, List.of(), commands);
    }

    private static Commands.Result batch(Server server, List<String> more, String commands) {
        List<String> command = new ArrayList<>(List.of("sftp"));
        command.addAll(options(server));
        command.addAll(more);
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", Server.USER + "@127.0.0.1"));
        return Commands.run(Duration.ofMinutes(2), commands, Map.of(), command);
    }

    private static String quoted(Object path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    void put(Path file, String path) {
        sftp("put " + quoted(file) + " " + quoted(path));
    }

    @Override
    void get(String path, Path file) {
        sftp("get " + quoted(path.replace("\\", "\\\\")) + " " + quoted(file));
    }

    @Override
    void makeDirectory(String path) {
        sftp("mkdir " + quoted(path));
    }

    @Override
    void removeDirectory(String path) {
        sftp("rmdir " + quoted(path));
    }

    @Override
    void remove(String path) {
        sftp("rm " + quoted(path.replace("\\", "\\\\")));
    }

    /** {@code -l}: the plain RENAME; without it OpenSSH asks for posix-rename. */
    @Override
    void rename(String from, String to) {
        sftp("rename -l " + quoted(from) + " " + quoted(to));
    }

    @Override
    void symlink(String target, String link) {
        sftp("symlink " + quoted(target) + " " + quoted(link));
    }

    @Override
    List<String> list(String path) {
        return Arrays.stream(sftp("cd " + quoted(path), "ls -1a").output().split("\n"))
                .filter(line ->
                        !line.startsWith("sftp> ") && !line.equals(".") && !line.equals("..") && !line.isEmpty())
                .toList();
    }

    @Override
    List<String> names() {
        return namesWithout("back\\slash", "new\nline");
    }

    /** Without {@code -l}: posix-rename. */
    @Override
    void replace(String from, String to) {
        sftp("rename " + quoted(from) + " " + quoted(to));
    }

    @Override
    void putTree(Path tree, String path) {
        sftp("put -r " + quoted(tree) + " " + quoted(path));
    }

    @Override
    void getTree(String path, Path tree) {
        sftp("get -r " + quoted(path) + " " + quoted(tree));
    }

    @Override
    void resumeUpload(Path whole, String path) {
        sftp("reput " + quoted(whole) + " " + quoted(path));
    }

    @Override
    void resumeDownload(String path, Path part) {
        sftp("reget " + quoted(path) + " " + quoted(part));
    }

    @Override
    void putWithTime(Path file, String path) {
        sftp("put -p " + quoted(file) + " " + quoted(path));
    }

    @Override
    void putWithMode(Path file, String path) {
        putWithTime(file, path);
    }

    @Test
    void extensionsAnswer() throws IOException {
        byte[] content = content(300_000, 5);
        Commands.Result result = sftp(
                "put -f " + quoted(file("f", content)) + " " + quoted(path("f")),
                "ln " + quoted(path("f")) + " " + quoted(path("hard")),
                "df -h /",
                "ls -l " + quoted(path("")));
        assertThat(Files.readAllBytes(disk.resolve("hard"))).isEqualTo(content);
        assertThat(Files.getAttribute(disk.resolve("f"), "unix:nlink")).isEqualTo(2);
        assertThat(result.output()).contains("%Capacity").contains("sallyport-test");
    }

    @Test
    void shellsCommandsAndForwardingAreRefused() {
        for (List<String> asked : List.of(
                List.of("true"), List.of("-s", "nosuchsubsystem"), List.of("-W", "127.0.0.1:" + server.port()))) {
            List<String> command = new ArrayList<>(List.of("ssh", "-p", Integer.toString(server.port())));
            command.addAll(options(server));
            boolean forward = asked.get(0).equals("-W");
            if (forward) {
                command.addAll(asked);
            }
            command.add(Server.USER + "@127.0.0.1");
            if (!forward) {
                command.addAll(asked);
            }
            assertThat(Commands.run(Duration.ofSeconds(30), "", Map.of(), command)
                            .exit())
                    .isNotZero();
        }
    }

    @Test
    void everyTransferIsLogged() throws IOException {
        put(file("f", content(1234, 8)), path("logged"));
        get(path("logged"), local.resolve("back"));
        assertThat(server.transferLog())
                .contains("action=\"upload\" result=\"ok\"")
                .contains("path=\"" + path("logged") + "\" bytes=1234")
                .contains("action=\"download\"")
                .contains("action=\"login\" result=\"ok\"");
    }
}
