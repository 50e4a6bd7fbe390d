/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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

    @Override
    void putTree(Path tree, String path) throws IOException {
        python("put-tree", tree.toString(), path);
    }

    @Override
    void getTree(String path, Path tree) throws IOException {
        python("get-tree", path, tree.toString());
    }

    @Test
    void attributesHaveAType() throws IOException {
        put(file("f", content(1234, 40)), path("f"));
        assertThat(python("type", path("f"))).isEqualTo("1 1234");
        makeDirectory(path("d"));
        assertThat(python("type", path("d"))).startsWith("2 ");
        symlink("f", path("l"));
        assertThat(python("type", path("l"))).startsWith("3 ");
    }
}
