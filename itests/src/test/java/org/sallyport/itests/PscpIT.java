/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** PuTTY's {@code pscp}, by SFTP. */
class PscpIT extends ClientContract {

    PscpIT(Server server) {
        super(server);
    }

    private String pscp(String... arguments) {
        List<String> command = new ArrayList<>(List.of("pscp", "-sftp", "-q"));
        command.addAll(PsftpIT.options(server));
        command.addAll(Arrays.asList(arguments));
        return Commands.run(Duration.ofMinutes(2), "", Map.of("HOME", local.toString()), command)
                .expectSuccess()
                .output();
    }

    private static String remote(String path) {
        return "127.0.0.1:" + path;
    }

    private static String literal(String path) {
        return remote(PsftpIT.escaped(path));
    }

    @Override
    void put(Path file, String path) {
        pscp(file.toString(), remote(path));
    }

    @Override
    void get(String path, Path file) {
        pscp(literal(path), file.toString());
    }

    @Override
    void putWithTime(Path file, String path) {
        pscp("-p", file.toString(), remote(path));
    }

    @Override
    void putWithMode(Path file, String path) {
        pscp("-p", file.toString(), remote(path));
    }

    @Override
    List<String> names() {
        return namesWithout("new\nline");
    }

    /** In trees it takes what is behind a backslash for the name. */
    @Override
    List<String> namesInTrees() {
        return namesWithout("back\\slash");
    }

    @Override
    List<String> list(String path) {
        return PsftpIT.names(pscp("-ls", remote(path)));
    }

    @Override
    void putTree(Path tree, String path) {
        pscp("-r", tree.toString(), remote(path.substring(0, path.lastIndexOf('/'))));
    }

    @Override
    void getTree(String path, Path tree) throws IOException {
        Path into = Files.createDirectory(local.resolve("into"));
        pscp("-r", literal(path), into.toString());
        Files.move(into.resolve(path.substring(path.lastIndexOf('/') + 1)), tree);
    }
}
