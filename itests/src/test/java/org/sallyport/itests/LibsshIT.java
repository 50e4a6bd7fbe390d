/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

/** libssh, by its binding for Python; behind KDE's KIO. It asks for posix-rename wherever that is announced. */
class LibsshIT extends PythonClient {

    LibsshIT(Server server) {
        super(server, "libssh", 3);
    }

    @Override
    OntoExisting renameOntoExisting() {
        return OntoExisting.REPLACES;
    }
}
