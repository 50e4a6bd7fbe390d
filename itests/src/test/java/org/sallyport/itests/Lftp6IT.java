/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** lftp at SFTP version 6. */
class Lftp6IT extends LftpClient {

    Lftp6IT(Server server) {
        super(server, 6);
    }
}
