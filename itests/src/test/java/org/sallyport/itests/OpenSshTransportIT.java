/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SSH side as OpenSSH's client sees it. */
@ExtendWith(ServerExtension.class)
@Timeout(180)
class OpenSshTransportIT {

    private final Server server;

    OpenSshTransportIT(Server server) {
        this.server = server;
    }

    @AfterEach
    void nothingWentWrongInside() {
        assertThat(server.log()).doesNotContain("Exception", "| ERROR");
    }

    private Commands.Result ssh(String... arguments) {
        return Commands.run(Duration.ofSeconds(60), "", Map.of(), command(arguments));
    }

    private List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ssh", "-p", Integer.toString(server.port())));
        OpenSshSftpIT.options(server).stream()
                .filter(option -> !option.startsWith("LogLevel"))
                .forEach(command::add);
        command.removeIf("-o"::equals);
        List<String> spelled = new ArrayList<>(command.subList(0, 5));
        command.subList(5, command.size()).forEach(option -> spelled.addAll(List.of("-o", option)));
        spelled.addAll(Arrays.asList(arguments));
        return spelled;
    }

    private String destination() {
        return Server.USER + "@127.0.0.1";
    }

    @Test
    void negotiatesWhatIsStrong() {
        String seen = ssh("-vvv", destination(), "true").output();
        assertThat(seen)
                .containsPattern("kex: algorithm: (mlkem768x25519-sha256|sntrup761x25519-sha512)")
                .contains("kex: host key algorithm: ssh-ed25519")
                .contains("SSH2_MSG_EXT_INFO received")
                .contains("server-sig-algs=<")
                .contains("kex-strict-s-v00@openssh.com");
        List<String> offered = Stream.of(seen.split("\n"))
                .dropWhile(line -> !line.contains("peer server KEXINIT proposal"))
                .filter(line -> line.contains("debug2: "))
                .limit(9)
                .toList();
        assertThat(offered).anyMatch(line -> line.contains("KEX algorithms"));
        assertThat(String.join("\n", offered))
                .doesNotContain("sha1,", "sha1\n", "-cbc", "3des", "arcfour", "ssh-dss", "md5", "group1-");
    }

    @Test
    void allButSftpIsRefusedAtOnceAndInWords() throws IOException {
        Path file = Files.write(server.scratch().resolve("f"), new byte[] {1});
        List<String> oldScp = new ArrayList<>(List.of("scp", "-O", "-P", Integer.toString(server.port())));
        oldScp.addAll(OpenSshSftpIT.options(server));
        oldScp.addAll(List.of(file.toString(), destination() + ":/old-scp"));
        Commands.Result scp = Commands.run(Duration.ofSeconds(60), "", Map.of(), oldScp);
        assertThat(scp.exit()).isNotZero();
        assertThat(scp.output()).contains("exec request failed on channel 0");
        assertThat(server.data().resolve("old-scp")).doesNotExist();
        String exec = "exec request failed on channel 0";
        refused("shell request failed on channel 0", destination());
        refused("PTY allocation request failed on channel 0", "-tt", destination());
        refused(exec, destination(), "true");
        refused("subsystem request failed on channel 0", destination(), "-s", "nosuchsubsystem");
        refused(exec, "-A", destination(), "true");
        refused(exec, "-X", destination(), "true");
        refused(exec, "-o", "SetEnv=LD_PRELOAD=/tmp/x", destination(), "true");
        refused("open failed", "-W", "127.0.0.1:" + server.port(), destination());
        refused("remote port forwarding failed", forwarding("-R", "0:127.0.0.1:9"));
        refused("remote port forwarding failed", forwarding("-R", "/tmp/sallyport-it.socket:127.0.0.1:9"));
    }

    private String[] forwarding(String option, String what) {
        return new String[] {"-N", "-o", "ExitOnForwardFailure=yes", option, what, destination()};
    }

    /** At once: not by a time-out of the client. */
    private void refused(String words, String... asked) {
        long start = System.nanoTime();
        Commands.Result refused = ssh(asked);
        assertThat(refused.exit())
                .as("%s: %s", Arrays.asList(asked), refused.output())
                .isEqualTo(255);
        assertThat(refused.output()).as(Arrays.toString(asked)).contains(words);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    }

    /** To a port and to a socket of the server's machine: the client listens, and each use of it is refused. */
    @Test
    void forwardingFromTheClientEndsEachConnectionAndNotTheSession() throws Exception {
        int port = Server.freePort();
        int socket = Server.freePort();
        List<String> command = command(
                "-N",
                "-L",
                "127.0.0.1:" + port + ":127.0.0.1:" + server.port(),
                "-L",
                "127.0.0.1:" + socket + ":/run/any.socket",
                destination());
        Path errors = server.scratch().resolve("errors");
        Process ssh = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(errors.toFile())
                .start();
        try {
            for (int used : new int[] {port, socket, port}) {
                try (Socket forwarded = connect(used, ssh)) {
                    forwarded.setSoTimeout(60_000);
                    assertThat(forwarded.getInputStream().read()).isEqualTo(-1);
                }
            }
            assertThat(ssh.isAlive()).as(Files.readString(errors)).isTrue();
            assertThat(Files.readString(errors)).contains("open failed: ");
        } finally {
            ssh.destroyForcibly(); // an ssh that is asked to end has been seen to stay
            ssh.waitFor();
        }
    }

    /** The client listens only once it has logged in. */
    private static Socket connect(int port, Process client) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return new Socket("127.0.0.1", port);
            } catch (ConnectException notYet) {
                assertThat(client.isAlive() && System.nanoTime() < deadline).isTrue();
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /** The vector instructions of newer Java, which the JVM has to be told to let us have. */
    @Test
    void chaCha20Poly1305UsesWhatTheJvmHas() throws Exception {
        List<String> command = command("-c", "chacha20-poly1305@openssh.com", "-s", destination(), "sftp");
        Process ssh = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            ssh.getOutputStream().write(new byte[] {0, 0, 0, 5, 1, 0, 0, 0, 3});
            ssh.getOutputStream().flush();
            assertThat(ssh.getInputStream().readNBytes(5)).endsWith(2);

            long used = server.objects("org.sallyport.sshd.internal.cipher.JdkPoly1305");

            assertThat(used).isEqualTo(server.javaVersion() < 21 ? 0 : 2);
        } finally {
            ssh.destroyForcibly();
            ssh.waitFor();
        }
    }

    @Test
    void aConnectionBearsKeepAlivesAndNewKeysWhileItIsIdle() throws Exception {
        List<String> command =
                new ArrayList<>(List.of("sftp", "-o", "ServerAliveInterval=1", "-o", "RekeyLimit=default 2"));
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", destination()));
        Commands.Result idle = Commands.run(Duration.ofSeconds(60), "ls /\n!sleep 7\nls /\n", Map.of(), command);
        idle.expectSuccess();
    }

    /** By bytes and by time, asked for by the client; slow enough for seconds to pass. */
    @ParameterizedTest
    @ValueSource(strings = {"1M", "default 1"})
    void newKeysInMidTransferLoseNothingInEitherDirection(String limit) throws Exception {
        Path folder = server.scratch();
        Path big = folder.resolve("big");
        Commands.run("dd", "if=/dev/urandom", "of=" + big, "bs=1M", "count=24", "status=none")
                .expectSuccess();
        String name = "/rekeyed-" + limit.replace(' ', '-');
        List<String> command = new ArrayList<>(List.of("sftp", "-v", "-l", "65536", "-o", "RekeyLimit=" + limit));
        OpenSshSftpIT.options(server).stream()
                .filter(option -> !option.startsWith("LogLevel"))
                .forEach(command::add);
        command.remove(command.lastIndexOf("-o"));
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", destination()));
        Commands.Result moved = Commands.run(
                Duration.ofMinutes(2),
                "put " + big + " " + name + "\nget " + name + " " + big + ".back\n",
                Map.of(),
                command);
        moved.expectSuccess();
        assertThat(moved.output().split("SSH2_MSG_NEWKEYS received", -1).length - 2)
                .as("key exchanges after the first")
                .isGreaterThanOrEqualTo(3);
        assertThat(Files.mismatch(big, server.data().resolve(name.substring(1))))
                .isEqualTo(-1);
        assertThat(Files.mismatch(big, Path.of(big + ".back"))).isEqualTo(-1);
    }
}
