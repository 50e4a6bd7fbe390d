/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** AsyncSSH at SFTP version 4. */
class Asyncssh4IT extends AsyncsshClient {

    Asyncssh4IT(Server server) {
        super(server, 4);
    }
}
