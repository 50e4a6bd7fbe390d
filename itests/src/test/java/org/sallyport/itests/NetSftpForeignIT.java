/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.List;

/** Net::SFTP::Foreign for Perl, over the system's ssh. */
class NetSftpForeignIT extends ScriptClient {

    NetSftpForeignIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "perl",
                script("client.pl").toString(),
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }

    /** Its trees leave out what has a line break. */
    @Override
    List<String> namesInTrees() {
        return namesWithout("new\nline");
    }
}
