/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.List;

/** phpseclib 3, behind Flysystem, Magento and Drupal; sends the link first in SYMLINK, and up to 1,024 requests at once. */
class PhpseclibIT extends ScriptClient {

    PhpseclibIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "php",
                script("client.php").toString(),
                Integer.toString(server.port()),
                Server.USER,
                server.key().toString());
    }
}
