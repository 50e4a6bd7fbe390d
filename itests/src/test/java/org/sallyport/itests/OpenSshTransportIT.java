/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

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
        List<String> command = new ArrayList<>(List.of("ssh", "-p", Integer.toString(server.port())));
        OpenSshSftpIT.options(server).stream()
                .filter(option -> !option.startsWith("LogLevel"))
                .forEach(command::add);
        command.removeIf("-o"::equals);
        List<String> spelled = new ArrayList<>(command.subList(0, 5));
        command.subList(5, command.size()).forEach(option -> spelled.addAll(List.of("-o", option)));
        spelled.addAll(Arrays.asList(arguments));
        return Commands.run(Duration.ofSeconds(60), "", Map.of(), spelled);
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
        assertThat(server.data().resolve("old-scp")).doesNotExist();
        for (List<String> asked : List.of(
                List.of(destination()),
                List.of("-tt", destination()),
                List.of(destination(), "true"),
                List.of(destination(), "-s", "nosuchsubsystem"),
                List.of("-A", destination(), "true"),
                List.of("-X", destination(), "true"),
                List.of("-o", "SendEnv=LC_ALL", destination(), "true"),
                List.of("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9", destination()),
                List.of("-W", "127.0.0.1:" + server.port(), destination()))) {
            Commands.Result refused = ssh(asked.toArray(String[]::new));
            assertThat(refused.exit()).as("%s: %s", asked, refused.output()).isNotZero();
            assertThat(refused.output()).as(asked.toString()).isNotBlank();
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
}
