/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** AsyncSSH at SFTP version 6. */
class Asyncssh6IT extends PythonClient {

    Asyncssh6IT(Server server) {
        super(server, "asyncssh", 6);
    }

    @Test
    void attributesHaveATypeOfTheirOwn() throws IOException {
        put(file("f", content(1234, 40)), path("f"));
        assertThat(python("type", path("f"))).isEqualTo("1 1234");
        makeDirectory(path("d"));
        assertThat(python("type", path("d"))).startsWith("2 ");
        symlink("f", path("l"));
        assertThat(python("type", path("l"))).startsWith("3 ");
    }
}
