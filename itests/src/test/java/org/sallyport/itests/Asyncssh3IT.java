/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** AsyncSSH at SFTP version 3. */
class Asyncssh3IT extends AsyncsshClient {

    Asyncssh3IT(Server server) {
        super(server, 3);
    }
}
