/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** paramiko, which Ansible and many scripts use. */
class ParamikoIT extends PythonClient {

    ParamikoIT(Server server) {
        super(server, "paramiko", 3);
    }

    @Test
    void posixRenameReplaces() throws IOException {
        byte[] first = content(4_000, 31);
        put(file("first", first), path("a"));
        put(file("second", content(9_000, 32)), path("b"));
        python("posix-rename", path("a"), path("b"));
        assertThat(Files.readAllBytes(disk.resolve("b"))).isEqualTo(first);
    }
}
