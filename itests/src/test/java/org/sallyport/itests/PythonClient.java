/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients that are Python libraries, driven by one script. */
abstract class PythonClient extends ScriptClient {

    private final String library;
    private final int version;

    PythonClient(Server server, String library, int version) {
        super(server);
        this.library = library;
        this.version = version;
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                System.getProperty("python"),
                script("client.py").toString(),
                library,
                Integer.toString(version),
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }

    @Test
    void setsModeAndTimes() throws Exception {
        put(file("f", content(10, 21)), path("f"));
        assertThat(ask("attributes", path("f"))).isEqualTo("0o640 1000000001");
        assertThat(Files.getLastModifiedTime(disk.resolve("f")).toMillis()).isEqualTo(1_000_000_001_000L);
    }
}
