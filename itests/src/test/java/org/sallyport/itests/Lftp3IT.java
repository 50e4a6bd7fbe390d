/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** lftp at SFTP version 3. */
class Lftp3IT extends LftpClient {

    Lftp3IT(Server server) {
        super(server, 3);
    }
}
