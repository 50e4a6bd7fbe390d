/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/grid.md} names are there. */
class TrapsTableTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:IT|List|Case))\\.(\\w+)`");
    private static final List<String> FOLDERS = List.of(
            "bundles/vfs-tahoe/src/test/java/org/sallyport/vfs/tahoe", "itests/src/test/java/org/sallyport/itests");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/grid.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(30);
        for (MatchResult test : named) {
            assertThat(source(test.group(1))).contains("    void " + test.group(2) + "()");
        }
    }

    private static String source(String name) throws IOException {
        for (String folder : FOLDERS) {
            Path file = ROOT.resolve(folder).resolve(name + ".java");
            if (Files.exists(file)) {
                return Files.readString(file);
            }
        }
        throw new AssertionError("there is no " + name);
    }
}
