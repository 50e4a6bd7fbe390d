/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.util.List;

/** Go's github.com/pkg/sftp, behind rclone, restic and kopia. */
class PkgSftpIT extends ScriptClient {

    PkgSftpIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() {
        return List.of(
                installed("pkg-sftp").toString(),
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }
}
