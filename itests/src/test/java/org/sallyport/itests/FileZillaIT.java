/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** FileZilla's fzsftp, which its window drives; logs in with a password, asks for real paths before all that it does. */
@Tag("one-java")
class FileZillaIT extends ScriptClient {

    FileZillaIT(Server server) {
        super(server);
    }

    @Override
    List<String> command() throws IOException {
        return List.of(
                "python3",
                script("filezilla.py").toString(),
                Integer.toString(server.port()),
                Server.USER,
                Server.PASSWORD);
    }

    @Override
    Map<String, String> environment() {
        return Map.of("HOME", local.toString());
    }

    /** It is told what to do by lines. */
    @Override
    List<String> names() {
        return namesWithout("new\nline");
    }
}
