/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shell scripts, as shellcheck reads them. */
@Tag("own-server")
class ScriptsIT {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bin/run",
                "bin/test",
                "bin/grid",
                ".ci/run",
                "benchmarks/run",
                "assembly/src/main/resources/bin/setenv"
            })
    void areSound(String script) {
        Path sources = Path.of(System.getProperty("run.script")).resolveSibling("..");
        Commands.Result result =
                Commands.run("shellcheck", sources.resolve(script).toString());
        assertThat(result.output()).isEmpty();
        assertThat(result.exit()).isZero();
    }
}
