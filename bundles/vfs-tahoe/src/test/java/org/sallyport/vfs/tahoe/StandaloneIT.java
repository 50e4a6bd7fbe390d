/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.logging.LogFactory;
import org.apache.commons.vfs2.FileSystemManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;

/** Programs of their own with the jar and Commons VFS, and no Karaf, on a real grid. */
@ExtendWith(GridExtension.class)
@Timeout(1800)
class StandaloneIT {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Gateway gateway;

    @TempDir
    Path folder;

    StandaloneIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    private static String jarOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toString();
    }

    /** What Commons VFS needs, and the jar as it is shipped. */
    private static String classPath(String... more) throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path jar = built.filter(file -> file.getFileName().toString().matches("vfs-tahoe-[0-9.]+\\.jar"))
                    .findFirst()
                    .orElseThrow();
            List<String> parts = new ArrayList<>(List.of(
                    jarOf(FileSystemManager.class), jarOf(LogFactory.class), jarOf(StringUtils.class), jar.toString()));
            parts.addAll(List.of(more));
            return String.join(File.pathSeparator, parts);
        }
    }

    private String run(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(JAVA.toString()));
        command.addAll(arguments);
        Path output = folder.resolve("output");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("GRID_GATEWAY", gateway.uri().toString());
        builder.environment().put("GRID_ROOT", gateway.createDirectory());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(LONG ? 1500 : 200, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(output);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }

    @Test
    void theExampleOfTheReadmeReadsAndWritesAGrid() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Matcher example = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(example.find()).isTrue();
        Path source = Files.writeString(folder.resolve("Example.java"), example.group(1));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", classPath(), "-d", folder.toString(), source.toString());
        assertThat(compiled).isZero();

        assertThat(run(List.of("-cp", classPath(folder.toString()), "Example")).lines())
                .containsExactly("hello, grid");
    }

    @Test
    void aLargeFileNeedsLittleMemory() throws Exception {
        long size = LONG ? 5L << 30 : 96L << 20;
        String heap = LONG ? "-Xmx128m" : "-Xmx48m";
        Path program = Path.of(LargeFile.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());

        assertThat(run(List.of(
                        heap,
                        "-cp",
                        classPath(program.toString()),
                        LargeFile.class.getName(),
                        Long.toString(size),
                        folder.resolve("cache").toString())))
                .contains("the same " + size + " bytes");
        assertThat(left()).isEmpty();
    }

    private String left() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isRegularFile).map(Path::toString).collect(Collectors.joining("\n"));
        }
    }
}
