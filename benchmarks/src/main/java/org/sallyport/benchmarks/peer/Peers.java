/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.sallyport.benchmarks.client.UserKey;

/** Starts the servers that are compared, each with the same key authorised and the same folder shown. */
public final class Peers {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String USER = System.getProperty("user.name");

    private final Path work;
    private final Path data;
    private final UserKey key;
    private final Path authorizedKeys;

    /**
     * @param work where configurations and logs go
     * @param data the folder that is shown
     */
    public Peers(Path work, Path data, UserKey key) throws IOException {
        this.work = work;
        this.data = data;
        this.key = key;
        authorizedKeys = work.resolve("authorized_keys");
        Files.writeString(authorizedKeys, key.line() + "\n");
    }

    /** @param name one of the known servers, or {@code NAME=PORT:PID:USER:PREFIX} */
    public Peer start(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "openssh" -> openSsh();
            case "proftpd" -> proFtpd();
            case "mina" -> stockMina();
            case "go" -> go();
            case "sallyport" -> SallyportPeer.start(name, work, data, authorizedKeys, List.of());
            case "sallyport-in-place" ->
                SallyportPeer.start(name, work, data, authorizedKeys, List.of("upload = in-place", "sync = none"));
            case "sallyport-journal" ->
                SallyportPeer.start(
                        name,
                        work,
                        data,
                        authorizedKeys,
                        "journal",
                        List.of("path = /up", "uri = ram:///", "close-reply = sealed"));
            default -> {
                if (!name.contains("=")) {
                    throw new IllegalArgumentException(
                            "no such server: " + name
                                    + "; there are openssh, proftpd, mina, go, sallyport, sallyport-in-place, sallyport-journal and NAME=PORT:PID:USER:PREFIX");
                }
                yield GivenPeer.parse(name);
            }
        };
    }

    private Peer openSsh() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path config = work.resolve("sshd_config");
        Files.write(
                config,
                List.of(
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + hostKey("openssh", "ed25519"),
                        "AuthorizedKeysFile " + authorizedKeys,
                        "StrictModes no",
                        "UsePAM no",
                        "UseDNS no",
                        "PasswordAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "PidFile none",
                        "MaxStartups 2000",
                        "LogLevel ERROR",
                        "Subsystem sftp internal-sftp"));
        if ("root".equals(USER)) {
            Files.createDirectories(
                    Path.of("/run/sshd"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        }
        return StartedPeer.start(
                "openssh",
                port,
                USER,
                data.toString(),
                work.resolve("openssh.log"),
                List.of("python3", subreaper(), Commands.find("sshd").toString(), "-D", "-e", "-f", config.toString()));
    }

    private Peer proFtpd() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path keys = work.resolve("proftpd_keys");
        Files.writeString(keys, key.rfc4716());
        Path config = work.resolve("proftpd.conf");
        Files.write(
                config,
                List.of(
                        "ServerType standalone",
                        "DefaultServer on",
                        "Port " + port,
                        "DefaultAddress 127.0.0.1",
                        "SocketBindTight on",
                        "User " + USER,
                        "UseReverseDNS off",
                        "RootLogin on",
                        "RequireValidShell off",
                        "UseFtpUsers off",
                        "MaxInstances 2000",
                        "ModulePath /usr/lib/proftpd",
                        "LoadModule mod_sftp.c",
                        "ScoreboardFile " + work.resolve("proftpd.scoreboard"),
                        "PidFile " + work.resolve("proftpd.pid"),
                        "SystemLog " + work.resolve("proftpd-system.log"),
                        "DelayEngine off",
                        "WtmpLog off",
                        "TransferLog none",
                        "AllowOverwrite on",
                        "SFTPEngine on",
                        "SFTPHostKey " + hostKey("proftpd", "rsa"),
                        "SFTPAuthorizedUserKeys file:" + keys,
                        "SFTPAuthMethods publickey",
                        "SFTPCompression off"));
        return StartedPeer.start(
                "proftpd",
                port,
                USER,
                data.toString(),
                work.resolve("proftpd.log"),
                List.of("python3", subreaper(), Commands.find("proftpd").toString(), "-n", "-c", config.toString()));
    }

    private Peer stockMina() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        return StartedPeer.start(
                "mina",
                port,
                "bench",
                "",
                work.resolve("mina.log"),
                List.of(
                        JAVA.toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StockMinaServer.class.getName(),
                        Integer.toString(port),
                        data.toString(),
                        hostKey("mina", "ed25519")));
    }

    private Peer go() throws IOException, InterruptedException {
        int port = StartedPeer.freePort();
        Path program = work.resolve("gosftp");
        Commands.run(List.of(
                Commands.find("go").toString(),
                "build",
                "-C",
                System.getProperty("benchmarks.go"),
                "-o",
                program.toString(),
                "."));
        return StartedPeer.start(
                "go",
                port,
                "bench",
                data.toString(),
                work.resolve("go.log"),
                List.of(program.toString(), Integer.toString(port)));
    }

    private String hostKey(String server, String type) throws IOException, InterruptedException {
        Path file = work.resolve(server + "_host_key");
        Commands.run(List.of("ssh-keygen", "-q", "-m", "PEM", "-t", type, "-N", "", "-f", file.toString()));
        return file.toString();
    }

    private String subreaper() throws IOException {
        Path script = work.resolve("subreaper.py");
        try (InputStream source = Peers.class.getResourceAsStream("subreaper.py")) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        return script.toString();
    }
}
