/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.sshd.internal.auth;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** OpenSSH's own programs, in a folder of keys. */
public final class OpenSsh {

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>(Map.of("SSH_ASKPASS_REQUIRE", "never"));

    public OpenSsh(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes a key pair without a passphrase.
     *
     * @return the private key's file
     */
    public Path key(String name, String... options) throws IOException {
        Path file = folder.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-N", "", "-C", name, "-f", file.toString()));
        command.addAll(options.length == 0 ? List.of("-t", "ed25519") : Arrays.asList(options));
        run(command);
        return file;
    }

    /** Gives a key a passphrase. */
    public void protect(Path key, String passphrase, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", passphrase));
        command.addAll(Arrays.asList(options));
        command.addAll(List.of("-f", key.toString()));
        run(command);
    }

    /** The line of a key's public half. */
    public static String publicLine(Path key) throws IOException {
        return Files.readString(key.resolveSibling(key.getFileName() + ".pub")).strip();
    }

    /** Has an authority sign a key; the certificate stands beside it. */
    public void sign(Path authority, Path key, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-s", authority.toString()));
        command.addAll(Arrays.asList(options));
        command.add(key + ".pub");
        run(command);
    }

    /** Runs {@code ssh-keygen -k} with further arguments. */
    public void revoke(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ssh-keygen", "-q", "-k"));
        command.addAll(Arrays.asList(arguments));
        run(command);
    }

    /** {@code ssh} with one key and nothing of the machine's configuration; the destination and more are to be added. */
    public List<String> client(int port, Path key, String... options) {
        List<String> command = new ArrayList<>(List.of("ssh", "-F", "none", "-p", Integer.toString(port)));
        for (String option : List.of(
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null",
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "ConnectTimeout=20")) {
            command.addAll(List.of("-o", option));
        }
        command.addAll(List.of("-i", key.toString()));
        command.addAll(Arrays.asList(options));
        return command;
    }

    /** Whether {@code ssh} gets in with one key, and its certificate where there is one. */
    boolean logsIn(int port, String user, Path key, String... options) throws IOException {
        List<String> command = client(port, key, options);
        // The first of two values holds.
        command.addAll(List.of("-o", "LogLevel=ERROR", "-o", "PreferredAuthentications=publickey"));
        command.addAll(List.of(user + "@127.0.0.1", "true"));
        Process process = start(command);
        int code = finish(process, command);
        if (code != 0 && code != 255) {
            throw new IOException("ssh ended with " + code);
        }
        return code == 0;
    }

    /** Whether {@code ssh} gets in with a key first and a password then. */
    boolean logsIn(int port, String user, Path key, String password, List<String> methods) throws IOException {
        Path script = folder.resolve("askpass");
        Files.writeString(script, "#!/bin/sh\nprintf '%s\\n' \"$TEST_PASSWORD\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        environment.putAll(
                Map.of("SSH_ASKPASS", script.toString(), "SSH_ASKPASS_REQUIRE", "force", "TEST_PASSWORD", password));
        return logsIn(
                port,
                user,
                key,
                "-o",
                "PreferredAuthentications=" + String.join(",", methods),
                "-o",
                "NumberOfPasswordPrompts=1");
    }

    private void run(List<String> command) throws IOException {
        Process process = start(command);
        int code = finish(process, command);
        if (code != 0) {
            throw new IOException(command + " ended with " + code + ": "
                    + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Process start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int finish(Process process, List<String> command) throws IOException {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command + " did not end within a minute");
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            throw new IOException(interrupted);
        }
    }
}
