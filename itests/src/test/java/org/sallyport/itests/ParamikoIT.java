/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** paramiko, which Ansible and many scripts use. */
class ParamikoIT extends PythonClient {

    ParamikoIT(Server server) {
        super(server, "paramiko", 3);
    }
}
