/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.transport.verification.PromiscuousVerifier;

/** Sessions of sshj. */
final class Sshj {

    private Sshj() {}

    /** Something to do in a session. */
    interface Work<T> {

        T with(SFTPClient sftp) throws IOException;
    }

    static <T> T with(Server server, Work<T> work) throws IOException {
        try (SSHClient ssh = new SSHClient()) {
            ssh.addHostKeyVerifier(new PromiscuousVerifier());
            ssh.connect("127.0.0.1", server.port());
            ssh.authPublickey(Server.USER, server.key().toString());
            try (SFTPClient sftp = ssh.newSFTPClient()) {
                return work.with(sftp);
            }
        }
    }
}
