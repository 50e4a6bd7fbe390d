/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PuTTY's psftp; logs in with a password. Its listing shows the long names of version 3. */
class PsftpIT extends ClientContract {

    private static final Pattern LONG_NAME =
            Pattern.compile("[-dl][-rwxsStT]{9} +\\d+ \\S+ +\\S+ +\\d+ [A-Z][a-z]{2} [ \\d]\\d [ \\d:]{5} (.*)");

    PsftpIT(Server server) {
        super(server);
    }

    private String psftp(String... commands) {
        Path hostKey = server.home().resolve("etc/sallyport/hostkeys/ssh_host_ed25519_key");
        String fingerprint = Commands.run("ssh-keygen", "-lf", hostKey.toString())
                .expectSuccess()
                .output()
                .split(" ")[1];
        return Commands.run(
                        Duration.ofMinutes(2),
                        String.join("\n", commands) + "\n",
                        Map.of("HOME", local.toString()),
                        List.of(
                                "psftp",
                                "-batch",
                                "-P",
                                Integer.toString(server.port()),
                                "-hostkey",
                                fingerprint,
                                "-l",
                                Server.USER,
                                "-pw",
                                Server.PASSWORD,
                                "-b",
                                "/dev/stdin",
                                "127.0.0.1"))
                .expectSuccess()
                .output();
    }

    private static String quoted(Object path) {
        return "\"" + path.toString().replace("\"", "\"\"") + "\"";
    }

    /** psftp takes {@code [}, {@code *} and backslashes for patterns where it reads. */
    private static String literal(String path) {
        return quoted(path.replace("\\", "\\\\"));
    }

    @Override
    void put(Path file, String path) {
        psftp("put " + quoted(file) + " " + quoted(path));
    }

    @Override
    void get(String path, Path file) {
        psftp("get " + quoted(path) + " " + quoted(file));
    }

    @Override
    void resumeUpload(Path whole, String path) {
        psftp("reput " + quoted(whole) + " " + quoted(path));
    }

    @Override
    void resumeDownload(String path, Path part) {
        psftp("reget " + quoted(path) + " " + quoted(part));
    }

    @Override
    void makeDirectory(String path) {
        psftp("mkdir " + quoted(path));
    }

    @Override
    void removeDirectory(String path) {
        psftp("rmdir " + literal(path));
    }

    @Override
    void remove(String path) {
        psftp("rm " + literal(path));
    }

    @Override
    void rename(String from, String to) {
        psftp("mv " + literal(from) + " " + quoted(to));
    }

    @Override
    void symlink(String target, String link) {
        // psftp cannot make links; the contract's check of what it reads through one still holds.
        Commands.run("ln", "-s", target, server.data() + link).expectSuccess();
    }

    @Override
    List<String> list(String path) {
        return Arrays.stream(psftp("ls " + quoted(path)).split("\n"))
                .map(LONG_NAME::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(name -> !name.equals(".") && !name.equals(".."))
                .toList();
    }
}
