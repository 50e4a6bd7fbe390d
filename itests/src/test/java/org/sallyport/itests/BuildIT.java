/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the build promises of the bundles that it makes. */
@Timeout(600)
@Tag("own-server")
class BuildIT {

    /** A bundle that needs no other. */
    private static final String SMALL = "karaf-jdk24";

    private static final String SMALL_PACKAGE = "bundles/karaf-jdk24/src/main/java/org/sallyport/karaf/jdk24";

    private Path copy;

    @BeforeEach
    void copySources() throws IOException {
        copy = Files.createTempDirectory("sallyport-build-");
        Sources.copyTo(copy);
    }

    @AfterEach
    void remove() {
        Commands.run("rm", "-rf", copy.toString()).expectSuccess();
    }

    /** With the Java that runs the tests: the one that built what is tested. */
    private Commands.Result build(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "bash",
                "-euc",
                "cd '" + copy + "'; exec $(command -v mvn || echo ./mvnw) \"$@\"",
                "build",
                "-B",
                "-ntp",
                "-q",
                "-o",
                "-DskipTests",
                "-Dspotless.check.skip",
                "package"));
        command.addAll(Arrays.asList(arguments));
        return Commands.run(
                Duration.ofMinutes(5),
                "",
                Map.of("JAVA_HOME", System.getProperty("java.home"), "TZ", "Pacific/Chatham"),
                command);
    }

    private static String jar(String bundle) {
        return "bundles/" + bundle + "/target/" + bundle + "-0.1.0.jar";
    }

    @Test
    void jarsAreTheSameWhereverAndWheneverTheyAreBuilt() throws IOException {
        boolean all = Boolean.getBoolean("long");
        List<String> bundles = all ? bundles() : List.of("api", "quirks", SMALL);
        String modules = "bundles/" + String.join(",bundles/", bundles);
        build("-pl", all ? modules + ",features" : modules).expectSuccess();
        List<String> built = new ArrayList<>(bundles.stream().map(BuildIT::jar).toList());
        if (all) {
            built.add("features/target/features-0.1.0-kar.kar");
        }
        for (String file : built) {
            assertThat(Files.mismatch(Sources.folder().resolve(file), copy.resolve(file)))
                    .as("first byte that differs in %s", file)
                    .isEqualTo(-1);
        }
    }

    private List<String> bundles() throws IOException {
        try (Stream<Path> folders = Files.list(copy.resolve("bundles"))) {
            return folders.map(folder -> folder.getFileName().toString()).toList();
        }
    }

    @Test
    void anExportedPackageWithoutAVersionIsRefused() throws IOException {
        Path added = Files.createDirectories(copy.resolve(SMALL_PACKAGE + "/added"));
        Files.writeString(
                added.resolve("package-info.java"),
                "@org.osgi.annotation.bundle.Export\npackage org.sallyport.karaf.jdk24.added;\n");
        Files.writeString(
                added.resolve("Added.java"),
                "package org.sallyport.karaf.jdk24.added;\n/** Public. */\npublic final class Added {\n"
                        + "    private Added() {}\n}\n");
        Commands.Result result = build("-pl", "bundles/" + SMALL);
        assertThat(result.exit()).as(result.output()).isNotZero();
        assertThat(result.output()).contains("exported without @Version: org.sallyport.karaf.jdk24.added");
    }

    @Test
    void aTypeThatIsNotExportedInAnExportedOneIsRefused() throws IOException {
        Path hidden = Files.createDirectories(copy.resolve(SMALL_PACKAGE + "/hidden"));
        Files.writeString(
                hidden.resolve("Hidden.java"),
                "package org.sallyport.karaf.jdk24.hidden;\n/** Not exported. */\npublic final class Hidden {\n"
                        + "    private Hidden() {}\n}\n");
        Files.writeString(
                copy.resolve(SMALL_PACKAGE + "/Shown.java"),
                "package org.sallyport.karaf.jdk24;\nimport org.sallyport.karaf.jdk24.hidden.Hidden;\n/** Exported. */\n"
                        + "public interface Shown {\n    /** Shows what is hidden. */\n    Hidden hidden();\n}\n");
        Commands.Result result = build("-pl", "bundles/" + SMALL);
        assertThat(result.exit()).as(result.output()).isNotZero();
        assertThat(result.output()).contains("private references", "org.sallyport.karaf.jdk24.hidden");
    }
}
