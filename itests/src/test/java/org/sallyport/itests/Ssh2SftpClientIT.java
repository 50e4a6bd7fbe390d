/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** ssh2-sftp-client for Node, over ssh2; sends the link first in SYMLINK. */
class Ssh2SftpClientIT extends ScriptClient {

    Ssh2SftpClientIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "node",
                script("node/client.js").toString(),
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }

    @Override
    Map<String, String> environment() {
        return Map.of("NODE_PATH", installed("node/node_modules").toString());
    }
}
