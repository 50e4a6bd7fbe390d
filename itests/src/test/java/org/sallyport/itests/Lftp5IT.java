/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** lftp at SFTP version 5. */
class Lftp5IT extends LftpClient {

    Lftp5IT(Server server) {
        super(server, 5);
    }
}
