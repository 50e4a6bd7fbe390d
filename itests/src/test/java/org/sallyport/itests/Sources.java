/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import java.nio.file.Path;

/** The sources that are under test. */
final class Sources {

    private Sources() {}

    static Path folder() {
        return Path.of(System.getProperty("run.script"))
                .toAbsolutePath()
                .normalize()
                .getParent()
                .getParent();
    }

    /** Copies what is under version control, or would be. */
    static void copyTo(Path target) {
        Commands.run(
                        "bash",
                        "-euc",
                        "cd '" + folder() + "'; git ls-files -co --exclude-standard -z"
                                + " | while IFS= read -r -d '' f; do [ ! -e \"$f\" ] || printf '%s\\0' \"$f\"; done"
                                + " | tar --null -T - -c | tar -x -C '" + target + "'")
                .expectSuccess();
    }
}
