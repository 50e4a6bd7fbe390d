/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** curl with libssh2; sends permissions with OPEN even to read. */
class CurlIT extends ClientContract {

    CurlIT(Server server) {
        super(server);
    }

    private String curl(String... arguments) {
        return run(arguments).expectSuccess().output();
    }

    private Commands.Result run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "-sS",
                "-k",
                "--key",
                server.key().toString(),
                "--pubkey",
                server.key() + ".pub",
                "-u",
                Server.USER + ":"));
        command.addAll(Arrays.asList(arguments));
        return Commands.run(Duration.ofMinutes(2), "", Map.of(), command);
    }

    private String url(String path) {
        StringBuilder url = new StringBuilder("sftp://127.0.0.1:" + server.port());
        for (String name : path.substring(1).split("/", -1)) {
            url.append('/')
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
        }
        return url.toString();
    }

    private static String quoted(String path) {
        return "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private Commands.Result tryQuote(String command) {
        return run("-Q", command, "-o", "/dev/null", url("/"));
    }

    private void quote(String command) {
        tryQuote(command).expectSuccess();
    }

    @Override
    void put(Path file, String path) {
        curl("-T", file.toString(), url(path));
    }

    @Override
    void get(String path, Path file) {
        curl("-o", file.toString(), url(path));
    }

    @Override
    void makeDirectory(String path) {
        quote("mkdir " + quoted(path));
    }

    @Override
    void removeDirectory(String path) {
        quote("rmdir " + quoted(path));
    }

    @Override
    void remove(String path) {
        quote("rm " + quoted(path));
    }

    @Override
    void rename(String from, String to) {
        quote("rename " + quoted(from) + " " + quoted(to));
    }

    /** Debian's libssh2 1.10.0-3+deb12u1 takes every success for a failure, OpenSSH's too; the caller looks for the link itself. */
    @Override
    void symlink(String target, String link) {
        Commands.Result result = tryQuote("ln " + quoted(target) + " " + quoted(link));
        if (!result.output().contains("symlink command failed: Unknown error in libssh2")) {
            result.expectSuccess();
        }
    }

    @Override
    List<String> list(String path) {
        return Arrays.stream(curl("-l", url(path + "/")).split("\n"))
                .filter(name -> !List.of(".", "..", "").contains(name))
                .toList();
    }

    @Override
    void append(Path tail, String path) {
        curl("--append", "-T", tail.toString(), url(path));
    }

    @Override
    void resumeUpload(Path whole, String path) {
        curl("-C", "-", "-T", whole.toString(), url(path));
    }

    @Override
    void resumeDownload(String path, Path part) {
        curl("-C", "-", "-o", part.toString(), url(path));
    }

    @Override
    void putWithTime(Path file, String path) throws IOException {
        curl(
                "-T",
                file.toString(),
                "-Q",
                "-mtime \""
                        + DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Files.getLastModifiedTime(file).toInstant().atOffset(ZoneOffset.UTC))
                        + "\" " + quoted(path),
                url(path));
    }

    @Override
    void putWithMode(Path file, String path) {
        curl("-T", file.toString(), "-Q", "-chmod 750 " + quoted(path), url(path));
    }

    @Test
    void makesMissingDirectories() throws IOException {
        byte[] content = content(7_000, 70);
        curl("--ftp-create-dirs", "-T", file("f", content).toString(), url(path("x/y/f")));
        assertThat(Files.readAllBytes(disk.resolve("x/y/f"))).isEqualTo(content);
    }
}
