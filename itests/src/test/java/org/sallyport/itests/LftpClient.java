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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** lftp, which asks for version 6 unless told otherwise, over the system's ssh. */
abstract class LftpClient extends ClientContract {

    private static final String ALLOW_ALL_VERSIONS = "layer = global\n"
            + "condition = (banner=OpenSSH*)\n"
            + "evidence = tests of every version\n"
            + "version-range = 3-6\n";

    private final int version;

    LftpClient(Server server, int version) {
        super(server);
        this.version = version;
        server.configureOnce("org.sallyport.quirk-lftp.cfg", ALLOW_ALL_VERSIONS);
    }

    protected String lftp(String... commands) {
        String script = "set sftp:protocol-version " + version + "\n"
                + "set sftp:auto-confirm yes\nset net:max-retries 1\nset net:timeout 20\nset cmd:fail-exit yes\n"
                + "set sftp:connect-program \"ssh -a -x " + String.join(" ", OpenSshSftpIT.options(server)) + "\"\n"
                + "open -u " + Server.USER + ",none sftp://127.0.0.1:" + server.port() + "\n"
                + String.join("\n", commands) + "\n";
        return Commands.run(Duration.ofMinutes(2), script, Map.of(), List.of("lftp"))
                .expectSuccess()
                .output();
    }

    private static String quoted(Object path) {
        return "\"" + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    @Override
    void put(Path file, String path) {
        lftp("put " + quoted(file) + " -o " + quoted(path));
    }

    @Override
    void get(String path, Path file) {
        lftp("get " + quoted(path) + " -o " + quoted(file));
    }

    @Override
    void makeDirectory(String path) {
        lftp("mkdir " + quoted(path));
    }

    @Override
    void removeDirectory(String path) {
        lftp("rmdir " + quoted(path));
    }

    @Override
    void remove(String path) {
        lftp("rm " + quoted(path));
    }

    @Override
    void rename(String from, String to) {
        lftp("mv " + quoted(from) + " " + quoted(to));
    }

    @Override
    void symlink(String target, String link) {
        lftp("ln -s " + quoted(target) + " " + quoted(link));
    }

    @Override
    List<String> list(String path) {
        return Arrays.stream(lftp("cd " + quoted(path), "cls -1a --quiet").split("\n"))
                .map(name -> name.replaceAll("[/@]$", ""))
                .filter(name -> !List.of(".", "..", "").contains(name))
                .toList();
    }

    @Test
    void theVersionThatWasAskedForIsSpoken() throws IOException {
        put(file("f", content(10, 59)), path("f"));
        assertThat(lftp("debug 9", "ls " + quoted("/" + getClass().getSimpleName())))
                .contains("protocol version set to " + version);
    }

    @Override
    List<String> names() {
        return namesWithout("new\nline");
    }

    @Override
    void putTree(Path tree, String path) {
        lftp("mirror -R " + quoted(tree) + " " + quoted(path));
    }

    @Override
    void getTree(String path, Path tree) {
        lftp("mirror " + quoted(path) + " " + quoted(tree));
    }

    @Override
    void resumeUpload(Path whole, String path) {
        lftp("put -c " + quoted(whole) + " -o " + quoted(path));
    }

    @Override
    void resumeDownload(String path, Path part) {
        lftp("get -c " + quoted(path) + " -o " + quoted(part));
    }

    /** Of its commands only {@code mirror} keeps times and modes. */
    @Override
    void putWithTime(Path file, String path) throws IOException {
        Path tree = Files.createDirectory(local.resolve("as-it-is"));
        Files.move(file, tree.resolve(file.getFileName()));
        lftp("mirror -R " + quoted(tree) + " " + quoted(path.substring(0, path.lastIndexOf('/'))));
    }

    @Override
    void putWithMode(Path file, String path) throws IOException {
        putWithTime(file, path);
    }
}
