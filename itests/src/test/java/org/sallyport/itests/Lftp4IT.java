/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** lftp at SFTP version 4. */
class Lftp4IT extends LftpClient {

    Lftp4IT(Server server) {
        super(server, 4);
    }
}
