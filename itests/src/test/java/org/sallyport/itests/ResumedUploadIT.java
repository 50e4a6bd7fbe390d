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
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that are killed in the middle of an upload to a journaled mount, and go on afterwards, each in its way. The store is a fake one,
 * the rest is what users have.
 */
@Timeout(300)
@Tag("own-server")
class ResumedUploadIT {

    private static final String PATH = "/kept";
    private static final int SIZE = 6_000_000;
    private static final int SOME = 1_000_000;
    /** Of OpenSSH's client, so that there is time to kill it. */
    private static final String KBITS_PER_SECOND = "8000";

    private static Server server;
    private static FakeStore store;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        store = FakeStore.mount(server, PATH, "close-reply = sealed\nbroken-upload = keep\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Path local(String name) throws IOException {
        byte[] content = new byte[SIZE];
        new Random(name.hashCode()).nextBytes(content);
        return Files.write(server.scratch().resolve(name), content);
    }

    /** OpenSSH's client uploads, and is killed when some of it has come. @return how much is kept */
    private static long breakUpload(Path content, String path, Path kept) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("sftp", "-l", KBITS_PER_SECOND));
        command.addAll(OpenSshSftpIT.options(server));
        command.addAll(List.of("-P", Integer.toString(server.port()), "-b", "-", Server.USER + "@127.0.0.1"));
        Process client = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var commands = client.outputWriter()) {
            commands.write("put " + content + " " + path + "\n");
        }
        store.awaitWriting(SOME);
        client.descendants().forEach(ProcessHandle::destroyForcibly);
        client.destroyForcibly().waitFor();
        assertThat(store.awaitStored(Duration.ofMinutes(1))).isEmpty();
        assertThat(kept).exists();
        long size = Files.size(kept);
        assertThat(size).isBetween(1L, SIZE - 1L);
        assertThat(Files.readAllBytes(kept))
                .isEqualTo(java.util.Arrays.copyOf(Files.readAllBytes(content), (int) size));
        return size;
    }

    private static void assertWhole(Path content, String name) throws Exception {
        assertThat(store.awaitStored(Duration.ofMinutes(1))).isEmpty();
        assertThat(store.folder().resolve(name)).hasSameBinaryContentAs(content);
    }

    @Test
    void openSshGoesOnWithReput() throws Exception {
        Path content = local("openssh");
        breakUpload(content, PATH + "/openssh", store.folder().resolve("openssh"));
        OpenSshSftpIT.batch(server, "reput " + content + " " + PATH + "/openssh\n")
                .expectSuccess();
        assertWhole(content, "openssh");
    }

    @Test
    void lftpGoesOnWithPutC() throws Exception {
        Path content = local("lftp");
        breakUpload(content, PATH + "/lftp", store.folder().resolve("lftp"));
        String script = "set sftp:auto-confirm yes\nset net:max-retries 1\nset cmd:fail-exit yes\n"
                + "set sftp:connect-program \"ssh -a -x " + String.join(" ", OpenSshSftpIT.options(server)) + "\"\n"
                + "open -u " + Server.USER + ",none sftp://127.0.0.1:" + server.port() + "\n"
                + "put -c " + content + " -o " + PATH + "/lftp\n";
        Commands.run(Duration.ofMinutes(2), script, Map.of(), List.of("lftp")).expectSuccess();
        assertWhole(content, "lftp");
    }

    /** WinSCP goes on with its NAME.filepart, and renames that at the end. */
    @Test
    void winScpGoesOnWithItsPart() throws Exception {
        Path content = local("winscp");
        breakUpload(content, PATH + "/winscp.filepart", store.folder().resolve("winscp.filepart"));
        OpenSshSftpIT.batch(
                        server,
                        "reput " + content + " " + PATH + "/winscp.filepart\n" + "rename " + PATH + "/winscp.filepart "
                                + PATH + "/winscp\n")
                .expectSuccess();
        assertWhole(content, "winscp");
        assertThat(store.folder().resolve("winscp.filepart")).doesNotExist();
    }

    /** rclone does not go on, but begins again, over what was kept. */
    @Test
    void rcloneBeginsAgain() throws Exception {
        Path content = local("rclone");
        breakUpload(content, PATH + "/rclone", store.folder().resolve("rclone"));
        Commands.run(
                        Duration.ofMinutes(2),
                        "",
                        Map.of(
                                "RCLONE_CONFIG_S_TYPE",
                                "sftp",
                                "RCLONE_CONFIG_S_HOST",
                                "127.0.0.1",
                                "RCLONE_CONFIG_S_PORT",
                                Integer.toString(server.port()),
                                "RCLONE_CONFIG_S_USER",
                                Server.USER,
                                "RCLONE_CONFIG_S_KEY_FILE",
                                server.key().toString()),
                        List.of(
                                "rclone",
                                "--config",
                                "/dev/null",
                                "--retries",
                                "1",
                                "copyto",
                                content.toString(),
                                "s:" + PATH + "/rclone"))
                .expectSuccess();
        assertWhole(content, "rclone");
    }

    @Test
    void aGoodFileIsNotTouchedByAnUploadThatBreaks() throws Exception {
        Path good = local("good");
        OpenSshSftpIT.batch(server, "put " + good + " " + PATH + "/good\n").expectSuccess();
        assertWhole(good, "good");
        breakUpload(local("bad"), PATH + "/good", store.folder().resolve("good.part"));
        assertWhole(good, "good");
    }
}
