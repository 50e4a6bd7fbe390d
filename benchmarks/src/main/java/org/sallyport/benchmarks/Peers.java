/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** Starts the servers that are compared, each with the same key authorised and the same folder shown. */
final class Peers {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Lab lab;
    private final Path authorizedKeys;

    Peers(Lab lab, KeyPair key) throws IOException {
        this.lab = lab;
        authorizedKeys = lab.root().resolve("authorized_keys");
        Files.writeString(authorizedKeys, PublicKeyEntry.toString(key.getPublic()) + "\n");
    }

    Peer start(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "openssh" -> openSsh();
            case "mina" -> stockMina();
            case "sallyport" -> sallyport();
            default ->
                throw new IllegalArgumentException("no such server: " + name + "; there are openssh, mina, sallyport");
        };
    }

    private Peer openSsh() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path hostKey = lab.root().resolve("openssh_host_key");
        run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString()));
        Path config = lab.root().resolve("sshd_config");
        Files.write(
                config,
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + hostKey,
                        "AuthorizedKeysFile " + authorizedKeys,
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "PidFile none",
                        "Subsystem sftp internal-sftp"));
        if ("root".equals(System.getProperty("user.name"))) {
            Files.createDirectories(
                    Path.of("/run/sshd"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return StartedPeer.start(
                "openssh",
                port,
                System.getProperty("user.name"),
                lab.data().toString(),
                lab.root().resolve("openssh.log"),
                List.of("/usr/sbin/sshd", "-D", "-e", "-f", config.toString()));
    }

    private Peer stockMina() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        return StartedPeer.start(
                "mina",
                port,
                "bench",
                "",
                lab.root().resolve("mina.log"),
                List.of(
                        JAVA.toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StockMinaServer.class.getName(),
                        Integer.toString(port),
                        lab.data().toString()));
    }

    private Peer sallyport() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path home = lab.root().resolve("sallyport-home");
        String script = System.getProperty("sallyport.run");
        List<String> command = new ArrayList<>(List.of(
                script,
                "--daemon",
                "--home",
                home.toString(),
                "--data",
                lab.data().toString(),
                "--port",
                Integer.toString(port),
                "--user",
                "bench",
                "--authorized-keys",
                authorizedKeys.toString()));
        long began = System.nanoTime();
        String output = run(command);
        Duration started = Duration.ofNanos(System.nanoTime() - began);
        long pid = ProcessHandle.allProcesses()
                .filter(process -> process.info().arguments().stream()
                        .flatMap(java.util.Arrays::stream)
                        .anyMatch(argument -> argument.contains(home.toString())))
                .filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow(() -> new IOException("Sallyport's process was not found; bin/run said: " + output))
                .pid();
        return new RunScriptPeer(script, home, port, pid, started);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    private record RunScriptPeer(String script, Path home, int port, long pid, Duration started) implements Peer {

        @Override
        public String name() {
            return "sallyport";
        }

        @Override
        public String user() {
            return "bench";
        }

        @Override
        public String prefix() {
            return "";
        }

        @Override
        public ProcessTree processes() {
            return new ProcessTree(pid);
        }

        @Override
        public Optional<Duration> startToListening() {
            return Optional.of(started);
        }

        @Override
        public void close() throws IOException {
            try {
                run(List.of(script, "--stop", "--home", home.toString()));
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while stopping Sallyport", stop);
            }
        }
    }
}
