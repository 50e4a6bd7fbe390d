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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A store that takes long, or is away, while OpenSSH's client uploads. The store is a fake one, the rest is what users have. */
@Timeout(600)
@Tag("own-server")
class SlowStoreIT {

    private static final String PATH = "/slow";
    /** The same store at another path, where CLOSE does not wait for it: else a thousand would wait a second each. */
    private static final String SEALED = "/sealed";

    /** Stands for a store that needs a minute, in the ratio of the time-outs: WinSCP's 15 s are 2 s here. */
    private static final Duration EACH_UPLOAD = Duration.ofSeconds(8);

    private static final Duration CLOSE_REPLY = Duration.ofSeconds(1);
    private static final Duration PATIENCE_OF_THE_CLIENT = Duration.ofSeconds(2);
    private static final int WHILE_AWAY = 1000;

    private static Server server;
    private static FakeStore store;

    @BeforeAll
    static void start() throws Exception {
        server = Server.start();
        store = FakeStore.mount(
                server, PATH, "close-reply = stored-within(" + CLOSE_REPLY.toMillis() + "ms)-else-sealed\n");
        server.configure(
                "org.sallyport.mount-sealed.cfg",
                "path = /sealed\nuri = fake://" + store.folder() + "\nclose-reply = sealed\n");
        store.awaitServing(SEALED);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void storeAnswersAgain() throws Exception {
        store.away(false);
        store.delay(Duration.ZERO);
        store.awaitStored(Duration.ofMinutes(2));
    }

    private static Path local(String name, String content) throws IOException {
        return Files.writeString(server.scratch().resolve(name), content);
    }

    private static String sftp(String commands) {
        return OpenSshSftpIT.batch(server, commands).expectSuccess().output();
    }

    /** WinSCP uploads under another name, waits 15 s for CLOSE, removes the target, renames, and sets the time. */
    @Test
    void winScpsWayWithAStoreThatNeedsAMinute() throws Exception {
        sftp("put " + local("before", "before") + " " + PATH + "/file\n");
        store.awaitStored(Duration.ofMinutes(1));
        store.delay(EACH_UPLOAD);
        Path content = local("content", "what was uploaded");
        Files.setLastModifiedTime(content, java.nio.file.attribute.FileTime.fromMillis(1_000_000_000_000L));
        long begun = System.nanoTime();
        String listed = sftp("put " + content + " " + PATH + "/file.filepart\n"
                + "ls -l " + PATH + "\n"
                + "rm " + PATH + "/file\n"
                + "rename " + PATH + "/file.filepart " + PATH + "/file\n"
                + "ls -1 " + PATH + "\n"
                + "get " + PATH + "/file " + content + ".back\n");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("CLOSE is answered before the client gives up, and nothing else waits for the store")
                .isLessThan(CLOSE_REPLY.plus(EACH_UPLOAD).minus(PATIENCE_OF_THE_CLIENT));
        assertThat(listed).contains("file.filepart").contains("17");
        assertThat(Files.readString(Path.of(content + ".back"))).isEqualTo("what was uploaded");
        assertThat(sftp("put -p " + content + " " + PATH + "/timed\nls -l " + PATH + "/timed\n"))
                .contains("2001");
        assertThat(store.awaitStored(Duration.ofMinutes(2))).isEmpty();
        assertThat(store.folder().resolve("file")).hasContent("what was uploaded");
        assertThat(store.folder().resolve("file.filepart")).doesNotExist();
        assertThat(Files.getLastModifiedTime(store.folder().resolve("timed")).toMillis())
                .isEqualTo(1_000_000_000_000L);
    }

    @Test
    void aThousandUploadsArriveWhileTheStoreIsAway() throws Exception {
        sftp("mkdir " + SEALED + "/inbox\nls " + SEALED + "/inbox\n");
        store.away(true);
        StringBuilder puts = new StringBuilder();
        Path content = server.scratch().resolve("files");
        Files.createDirectory(content);
        for (int i = 0; i < WHILE_AWAY; i++) {
            Files.writeString(content.resolve("f" + i), "content of " + i);
        }
        puts.append("put ").append(content).append("/* ").append(SEALED).append("/inbox\n");
        puts.append("get ").append(SEALED).append("/inbox/f7 ").append(content).append("/back\n");
        sftp(puts.toString());
        assertThat(content.resolve("back")).hasContent("content of 7");
        assertThat(OpenSshSftpIT.batch(server, "ls " + SEALED + "/inbox\n").exit())
                .as("a listing that cannot be told is refused, rather than short")
                .isNotZero();
        assertThat(names(store.folder().resolve("inbox"))).isZero();
        store.away(false);
        do {
            assertThat(sftp("ls -1 " + SEALED + "/inbox\n").lines().filter(line -> line.contains("/f")))
                    .as("the listing is whole while they are stored")
                    .hasSize(WHILE_AWAY);
        } while (store.pending() > 0);
        assertThat(store.awaitStored(Duration.ofMinutes(5))).isEmpty();
        assertThat(names(store.folder().resolve("inbox"))).isEqualTo(WHILE_AWAY);
        for (int i = 0; i < WHILE_AWAY; i++) {
            assertThat(store.folder().resolve("inbox/f" + i)).hasContent("content of " + i);
        }
    }

    private static long names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }
}
