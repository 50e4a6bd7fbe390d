/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** GIO's commands, which do what Nautilus and gedit do. */
class GioIT extends GvfsClient {

    GioIT(Server server) {
        super(server, "gio");
    }

    /** As gedit saves: another file, which takes the name and the mode of the first. */
    @Test
    void savesOverAFileAndKeepsItsMode() throws Exception {
        put(file("old", content(50_000, 60)), path("f"));
        Files.setPosixFilePermissions(disk.resolve("f"), PosixFilePermissions.fromString("rw-rw-r--"));
        byte[] saved = content(20_000, 61);
        ask("save", file("new", saved).toString(), path("f"));
        assertThat(disk.resolve("f")).hasBinaryContent(saved);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(disk.resolve("f"))))
                .isEqualTo("rw-rw-r--");
        assertThat(disk.toFile().list()).containsExactly("f");
    }
}
