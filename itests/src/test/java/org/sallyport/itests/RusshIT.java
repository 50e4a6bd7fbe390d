/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.util.List;
import org.junit.jupiter.api.Tag;

/** russh with russh-sftp, SSH and SFTP in Rust alone; sends the link first in SYMLINK, and keeps handles as text. */
@Tag("rust")
class RusshIT extends ScriptClient {

    RusshIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() {
        return List.of(
                installed("rust-clients").toString(),
                "russh",
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }
}
