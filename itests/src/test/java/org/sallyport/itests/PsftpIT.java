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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PuTTY's psftp; logs in with a password. Its listing shows the long names of version 3. */
class PsftpIT extends ClientContract {

    private static final Pattern LONG_NAME =
            Pattern.compile("[-dl][-rwxsStT]{9} +\\d+ \\S+ +\\S+ +\\d+ [A-Z][a-z]{2} [ \\d]\\d [ \\d:]{5} (.*)");

    PsftpIT(Server server) {
        super(server);
    }

    /** How PuTTY's programs log in, without asking anything. */
    static List<String> options(Server server) {
        Path hostKey = server.home().resolve("etc/sallyport/hostkeys/ssh_host_ed25519_key");
        String fingerprint = Commands.run("ssh-keygen", "-lf", hostKey.toString())
                .expectSuccess()
                .output()
                .split(" ")[1];
        return List.of(
                "-batch",
                "-P",
                Integer.toString(server.port()),
                "-hostkey",
                fingerprint,
                "-l",
                Server.USER,
                "-pw",
                Server.PASSWORD);
    }

    private String psftp(String... commands) {
        List<String> command = new ArrayList<>(List.of("psftp"));
        command.addAll(options(server));
        command.addAll(List.of("-b", "/dev/stdin", "127.0.0.1"));
        return Commands.run(
                        Duration.ofMinutes(2),
                        String.join("\n", commands) + "\n",
                        Map.of("HOME", local.toString()),
                        command)
                .expectSuccess()
                .output();
    }

    private static String quoted(Object path) {
        return "\"" + path.toString().replace("\"", "\"\"") + "\"";
    }

    /** PuTTY's programs take what they read for a pattern. */
    static String escaped(String path) {
        return path.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
    }

    private static String literal(String path) {
        return quoted(escaped(path));
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
    void putWithMode(Path file, String path) {
        psftp("put " + quoted(file) + " " + quoted(path), "chmod 750 " + quoted(path));
    }

    @Override
    List<String> names() {
        return namesWithout("new\nline");
    }

    @Override
    void putTree(Path tree, String path) {
        psftp("put -r " + quoted(tree) + " " + quoted(path));
    }

    @Override
    void getTree(String path, Path tree) {
        psftp("get -r " + quoted(path) + " " + quoted(tree));
    }

    @Override
    List<String> list(String path) {
        return names(psftp("ls " + quoted(path)));
    }

    /** Names in a listing that shows the long names of version 3. */
    static List<String> names(String listing) {
        return Arrays.stream(listing.split("\n"))
                .map(LONG_NAME::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .filter(name -> !name.equals(".") && !name.equals(".."))
                .toList();
    }
}
