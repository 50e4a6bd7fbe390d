/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** OpenSSH's {@code scp}, by SFTP. It does not truncate what it writes to, but sets its size at the end. */
class OpenSshScpIT extends ClientContract {

    OpenSshScpIT(Server server) {
        super(server);
    }

    private void scp(String... arguments) {
        List<String> command = new ArrayList<>(List.of("scp", "-s"));
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port())));
        command.addAll(Arrays.asList(arguments));
        Commands.run(Duration.ofMinutes(2), "", Map.of(), command).expectSuccess();
    }

    private static String remote(String path) {
        return Server.USER + "@127.0.0.1:" + path;
    }

    /** What is read is taken for a pattern. */
    private static String literal(String path) {
        return remote(path.replaceAll("([\\\\*?\\[\\]])", "\\\\$1"));
    }

    @Override
    void put(Path file, String path) {
        scp(file.toString(), remote(path));
    }

    @Override
    void get(String path, Path file) {
        scp(literal(path), file.toString());
    }

    @Override
    boolean uploadsInPlace() {
        return true;
    }

    @Override
    void putWithTime(Path file, String path) {
        scp("-p", file.toString(), remote(path));
    }

    @Override
    void putWithMode(Path file, String path) {
        scp("-p", file.toString(), remote(path));
    }

    @Override
    void putTree(Path tree, String path) {
        scp("-r", tree.toString(), remote(path));
    }

    @Override
    void getTree(String path, Path tree) {
        scp("-r", literal(path), tree.toString());
    }
}
