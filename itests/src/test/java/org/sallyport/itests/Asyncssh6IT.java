/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** AsyncSSH at SFTP version 6. */
class Asyncssh6IT extends AsyncsshClient {

    Asyncssh6IT(Server server) {
        super(server, 6);
    }
}
