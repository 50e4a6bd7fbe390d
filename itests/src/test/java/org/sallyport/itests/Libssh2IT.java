/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** libssh2 as Rust programs have it, by the crate ssh2. */
@Tag("rust")
class Libssh2IT extends ScriptClient {

    Libssh2IT(Server server) {
        super(server);
    }

    @Override
    List<String> command() {
        return List.of(
                installed("rust-clients").toString(),
                "libssh2",
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }
}
