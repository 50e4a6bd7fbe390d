/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** AsyncSSH at SFTP version 5. */
class Asyncssh5IT extends AsyncsshClient {

    Asyncssh5IT(Server server) {
        super(server, 5);
    }
}
