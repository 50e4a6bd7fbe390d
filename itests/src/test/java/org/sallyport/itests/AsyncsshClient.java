/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** AsyncSSH, which speaks all versions, and posix-rename besides the flags of 5 and 6. */
abstract class AsyncsshClient extends PythonClient {

    AsyncsshClient(Server server, int version) {
        super(server, "asyncssh", version);
    }

    /** In trees it refuses what would be a separator on Windows. */
    @Override
    List<String> namesInTrees() {
        return namesWithout("back\\slash");
    }

    @Test
    void attributesHaveAType() throws Exception {
        put(file("f", content(1234, 40)), path("f"));
        assertThat(ask("type", path("f"))).isEqualTo("1 1234");
        makeDirectory(path("d"));
        assertThat(ask("type", path("d"))).startsWith("2 ");
        symlink("f", path("l"));
        assertThat(ask("type", path("l"))).startsWith("3 ");
    }
}
