/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Sallyport as a user gets it: the assembly's archive unpacked, started by {@code bin/run --daemon}, as an ordinary user even where the
 * tests run as root, since root is refused nothing.
 */
final class Server implements AutoCloseable {

    static final String USER = "ann";
    static final String TEN_THOUSAND = "/ten-thousand";
    static final String PASSWORD = "correct horse \"battery\" \\staple";

    private static final String ORDINARY_USER = "sallyport-test";

    private final Path folder;
    private final Path assembly;
    private final Path script;
    private final int port;
    private final int consolePort;
    private final Path key;

    private Server(Path folder, Path assembly, Path script, int port, int consolePort, Path key) {
        this.folder = folder;
        this.assembly = assembly;
        this.script = script;
        this.port = port;
        this.consolePort = consolePort;
        this.key = key;
    }

    static Server start() {
        try {
            Path folder = Files.createTempDirectory(
                    "sallyport-it-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            Files.createDirectory(folder.resolve("server"));
            Commands.run(
                            "tar",
                            "xzf",
                            System.getProperty("assembly.archive"),
                            "-C",
                            folder.resolve("server").toString())
                    .expectSuccess();
            Path assembly;
            try (var unpacked = Files.list(folder.resolve("server"))) {
                assembly = unpacked.findFirst().orElseThrow();
            }
            Path script = folder.resolve("server/run");
            Files.copy(Path.of(System.getProperty("run.script")), script, StandardCopyOption.COPY_ATTRIBUTES);
            Path key = folder.resolve("key");
            Commands.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                    .expectSuccess();
            Files.writeString(folder.resolve("server/password"), PASSWORD + "\n");
            Files.copy(folder.resolve("key.pub"), folder.resolve("server/authorized_keys"));
            Files.createDirectory(folder.resolve("server/data"));
            if (isRoot()) {
                Commands.run(
                                "chown",
                                "-R",
                                ORDINARY_USER,
                                folder.resolve("server").toString())
                        .expectSuccess();
            }
            Server server = new Server(folder, assembly, script, freePort(), freePort(), key);
            server.run("--daemon");
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts it, or starts it again; waits until it listens. */
    void run(String action) {
        Map<String, String> environment = Map.of(
                "SALLYPORT_ASSEMBLY",
                assembly.toString(),
                "SALLYPORT_JAVA_HOME",
                System.getProperty("server.java.home"));
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", ORDINARY_USER, "--"));
        }
        command.addAll(List.of("env", "-C", folder.resolve("server").toString()));
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.addAll(List.of("bash", script.toString(), action, "--home", home().toString()));
        if (action.equals("--daemon")) {
            command.addAll(List.of(
                    "--data",
                    data().toString(),
                    "--port",
                    Integer.toString(port),
                    "--console-port",
                    Integer.toString(consolePort),
                    "--user",
                    USER,
                    "--authorized-keys",
                    folder.resolve("server/authorized_keys").toString(),
                    "--password-file",
                    folder.resolve("server/password").toString()));
        }
        Commands.run(Duration.ofMinutes(3), "", Map.of(), command).expectSuccess();
    }

    /** Ends it as a power cut would, but for what the operating system has in memory. */
    void kill() {
        String base = "-Dkaraf.base=" + home();
        ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(base))
                        .orElse(false))
                .forEach(process -> {
                    process.destroyForcibly();
                    process.onExit().join();
                });
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static int freePort() throws IOException {
        // Below the ports that systems give to outgoing connections: one of those may take it while its server is
        // restarted.
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
    }

    int port() {
        return port;
    }

    /** The private key that may log in. */
    Path key() {
        return key;
    }

    /** What clients see at {@code /}, on the server's disk. */
    Path data() {
        return folder.resolve("server/data");
    }

    Path home() {
        return folder.resolve("server/home");
    }

    /** A folder for the client's own files. */
    Path scratch() throws IOException {
        return Files.createTempDirectory(folder, "client-");
    }

    /** Sees to it that there is a folder of ten thousand entries, and says their names. */
    List<String> tenThousand() throws IOException {
        List<String> names =
                IntStream.range(0, 10_000).mapToObj(i -> "entry-" + i).toList();
        Path many = data().resolve(TEN_THOUSAND.substring(1));
        if (!Files.exists(many)) {
            Files.createDirectory(many);
            for (String name : names) {
                Files.createFile(many.resolve(name));
            }
        }
        return names;
    }

    String log() {
        return read(home().resolve("data/log/karaf.log"));
    }

    String transferLog() {
        return read(home().resolve("data/log/transfer.log"));
    }

    /** What the server's process holds now. */
    Holding holding() {
        return Holding.of(pid());
    }

    /** What is reachable in the heap of the server's process, after a collection. */
    long heapBytes() {
        String total = asOwner(List.of("jcmd", Long.toString(pid()), "GC.class_histogram"))
                .output()
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    /** How many objects of a class are reachable in the server's process, after a collection. */
    long objects(String type) {
        return asOwner(List.of("jcmd", Long.toString(pid()), "GC.class_histogram"))
                .output()
                .lines()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 3 && words[3].equals(type))
                .mapToLong(words -> Long.parseLong(words[1]))
                .sum();
    }

    /** Of the Java that the server runs on, as 17. */
    int javaVersion() {
        String version =
                asOwner(List.of("jcmd", Long.toString(pid()), "VM.version")).output();
        Matcher jdk = Pattern.compile("^JDK (\\d+)", Pattern.MULTILINE).matcher(version);
        if (!jdk.find()) {
            throw new IllegalStateException(version);
        }
        return Integer.parseInt(jdk.group(1));
    }

    private long pid() {
        String mark = "-Dkaraf.base=" + home();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (isServer(process, mark)) {
                    return Long.parseLong(process.getFileName().toString());
                }
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        throw new IllegalStateException("no process serves " + home());
    }

    private static boolean isServer(Path process, String mark) {
        try {
            String command = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            return List.of(command.split("\0")).contains(mark);
        } catch (IOException gone) {
            return false;
        }
    }

    /** Runs a program of the server's Java as the one who runs the server. */
    private Commands.Result asOwner(List<String> tool) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", ORDINARY_USER, "--"));
        }
        command.add(System.getProperty("server.java.home") + "/bin/" + tool.get(0));
        command.addAll(tool.subList(1, tool.size()));
        return Commands.run(Duration.ofMinutes(1), "", Map.of(), command).expectSuccess();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file of the server's configuration, as its owner would. */
    void configure(String file, String text) {
        Path target = home().resolve("etc").resolve(file);
        try {
            Path next = Files.writeString(folder.resolve(file + ".next"), text);
            if (isRoot()) {
                Commands.run("chown", ORDINARY_USER, next.toString()).expectSuccess();
            }
            Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As {@link #configure}, the first time; returns when the server has taken it over. */
    void configureOnce(String file, String text) {
        if (Files.exists(home().resolve("etc").resolve(file))) {
            return;
        }
        configure(file, text);
        // fileinstall looks every second; its log line is the sign.
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!log().contains(file)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(file + " was not taken over:\n" + log());
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(stopped);
            }
        }
    }

    @Override
    public void close() {
        run("--stop");
        Commands.run("rm", "-rf", folder.toString()).expectSuccess();
    }
}
