/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.List;

/** Net::SFTP for Ruby, which Capistrano uses. It asks for version 6, and sends the link first in SYMLINK. Logs in with a password. */
class NetSftpIT extends ScriptClient {

    NetSftpIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "ruby", script("client.rb").toString(), Integer.toString(server.port()), Server.USER, Server.PASSWORD);
    }
}
