/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Killed under work in a local folder. */
class KilledServerIT extends KilledTestCase {

    private Server server;
    private Path data;

    @Override
    String mount(Server started) throws IOException {
        server = started;
        data = server.data().resolve("killed");
        Files.createDirectories(data);
        Commands.run("chmod", "777", data.toString()).expectSuccess();
        return data.toString();
    }

    @Override
    void awaitServing() {
        // The first session opens the folder, and that sweeps it.
        OpenSshSftpIT.batch(server, "ls /\n").expectSuccess();
    }

    @Override
    void awaitSettled(long seed) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (hasHidden()) {
            assertThat(System.nanoTime())
                    .as(() -> "what was cut off is swept, seed " + seed + ": "
                            + Commands.run("find", server.data().toString(), "-name", ".sallyport*")
                                    .output() + server.log())
                    .isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private boolean hasHidden() {
        try (Stream<Path> files = Files.list(data)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith(".sallyport-upload-"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
