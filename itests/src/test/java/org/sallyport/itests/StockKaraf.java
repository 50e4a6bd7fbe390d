/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Karaf 4.4 as Apache ships it, cut off from every repository, with one administrator; ports of its own. */
final class StockKaraf implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(3);

    private final Path folder;
    private final Path karaf;
    private final Path key;
    private final int consolePort;
    private final int sftpPort;
    private Process process;

    private StockKaraf(Path folder, Path karaf, Path key, int consolePort, int sftpPort) {
        this.folder = folder;
        this.karaf = karaf;
        this.key = key;
        this.consolePort = consolePort;
        this.sftpPort = sftpPort;
    }

    static StockKaraf unpack() throws IOException {
        Path folder = Files.createTempDirectory("sallyport-stock-");
        Commands.run("tar", "xzf", System.getProperty("stock.karaf.archive"), "-C", folder.toString())
                .expectSuccess();
        Path karaf;
        try (var unpacked = Files.list(folder)) {
            karaf = unpacked.findFirst().orElseThrow();
        }
        Path key = folder.resolve("key");
        Commands.run("ssh-keygen", "-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", key.toString())
                .expectSuccess();
        StockKaraf stock = new StockKaraf(folder, karaf, key, Server.freePort(), Server.freePort());
        stock.set("org.apache.karaf.shell.cfg", "sshPort", Integer.toString(stock.consolePort));
        stock.set("org.apache.karaf.shell.cfg", "sshHost", "127.0.0.1");
        stock.set("org.apache.karaf.management.cfg", "rmiRegistryPort", Integer.toString(Server.freePort()));
        stock.set("org.apache.karaf.management.cfg", "rmiServerPort", Integer.toString(Server.freePort()));
        stock.set("org.ops4j.pax.url.mvn.cfg", "org.ops4j.pax.url.mvn.repositories", "");
        stock.set(
                "org.ops4j.pax.url.mvn.cfg",
                "org.ops4j.pax.url.mvn.localRepository",
                folder.resolve("m2").toString());
        String publicKey = Files.readString(folder.resolve("key.pub")).split(" ")[1];
        stock.etc(
                "keys.properties",
                "karaf=" + publicKey
                        + ",_g_:admingroup\n_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh\n");
        stock.etc("org.sallyport.listener-default.cfg", "host = 127.0.0.1\nport = " + stock.sftpPort + "\n");
        return stock;
    }

    /** Replaces a key of a configuration file, continuation lines and all. */
    private void set(String file, String name, String value) throws IOException {
        Path path = karaf.resolve("etc").resolve(file);
        List<String> lines = new ArrayList<>();
        boolean continued = false;
        for (String line : Files.readAllLines(path)) {
            boolean drop = continued
                    || line.trim().startsWith(name + " ")
                    || line.trim().startsWith(name + "=");
            continued = drop && line.endsWith("\\");
            if (!drop) {
                lines.add(line);
            }
        }
        lines.add(name + " = " + value);
        Files.write(path, lines);
    }

    /** Writes a file of {@code etc}, whole at any moment. */
    void etc(String file, String text) throws IOException {
        Path next = Files.writeString(folder.resolve(file + ".next"), text);
        Files.move(
                next,
                karaf.resolve("etc").resolve(file),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(karaf.resolve("bin/karaf").toString(), "daemon")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().remove("JAVA_OPTS");
        process = builder.start();
        await("the console to listen", START, () -> listens(consolePort));
        await("the console to take commands", START, () -> ssh("shell:info").exit() == 0);
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    void deploy(Path kar) throws IOException {
        Path next = Files.copy(kar, folder.resolve("next.kar"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(next, karaf.resolve("deploy/sallyport.kar"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** As {@code mvn install} would: what the KAR carries, for {@code mvn:} addresses. */
    void fillLocalRepository(Path kar) {
        Commands.run("unzip", "-q", "-o", kar.toString(), "repository/*", "-d", folder.toString())
                .expectSuccess();
        Commands.run(
                        "cp",
                        "-R",
                        folder.resolve("repository/.").toString(),
                        folder.resolve("m2").toString())
                .expectSuccess();
    }

    void undeploy() throws IOException {
        Files.delete(karaf.resolve("deploy/sallyport.kar"));
    }

    /** One command on the console, by an ssh of its own. */
    Commands.Result ssh(String command) {
        List<String> ssh = new ArrayList<>(consoleCommand());
        ssh.add(command);
        return Commands.run(Duration.ofMinutes(2), "", Map.of(), ssh);
    }

    /** As {@link #ssh}; the console reports failures in its text, not by its status. */
    String console(String command) {
        String output = ssh(command).expectSuccess().output();
        if (output.contains("Error executing command")) {
            throw new IllegalStateException(command + ":\n" + output);
        }
        return output;
    }

    List<String> consoleCommand() {
        return List.of(
                "ssh",
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-p",
                Integer.toString(consolePort),
                "karaf@127.0.0.1");
    }

    /** The command line of OpenSSH's sftp for a user whose key is the administrator's. */
    List<String> sftpCommand(String user, String... more) {
        List<String> command = new ArrayList<>(List.of("sftp"));
        command.addAll(consoleCommand().subList(1, 11));
        command.addAll(List.of(more));
        command.addAll(List.of("-P", Integer.toString(sftpPort), "-b", "-", user + "@127.0.0.1"));
        return command;
    }

    Commands.Result sftp(String user, String... batch) {
        return Commands.run(Duration.ofMinutes(2), String.join("\n", batch) + "\n", Map.of(), sftpCommand(user));
    }

    String publicKey() throws IOException {
        return Files.readString(folder.resolve("key.pub")).trim();
    }

    int sftpPort() {
        return sftpPort;
    }

    Path folder() {
        return folder;
    }

    Path karaf() {
        return karaf;
    }

    String log() {
        try {
            if (Files.notExists(karaf.resolve("data/log/karaf.log"))) {
                return new String(Files.readAllBytes(folder.resolve("out")), StandardCharsets.UTF_8);
            }
            return new String(Files.readAllBytes(karaf.resolve("data/log/karaf.log")), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException notNow) {
            return false;
        }
    }

    void await(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + what + "; the log:\n" + log());
            }
            try {
                Thread.sleep(200);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    @Override
    public void close() {
        if (process != null) {
            stop();
        }
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }
}
