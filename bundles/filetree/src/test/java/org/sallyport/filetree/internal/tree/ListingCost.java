/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.api.metadata.FileType;
import org.sallyport.metadata.internal.GenericMapper;
import org.sallyport.metadata.internal.LocalFiles;
import org.sallyport.metadata.internal.MetadataComponent;

/**
 * What it costs to list a directory of 50,000 files with all that a listing tells, and with everything that can be asked of one file, beside
 * names and sizes alone. A measurement and no test: {@code benchmarks/listing} runs it and prints the ratios of interleaved pairs.
 */
@Timeout(900)
class ListingCost extends TreeTestCase {

    private static final int FILES = 50_000;
    private static final int WARM_UP = 4;
    private static final int PAIRS = 9;
    private static final Set<Attribute> SIZES = EnumSet.of(Attribute.SIZE);
    /** What READDIR of version 6 tells. */
    private static final Set<Attribute> LISTED = EnumSet.of(
            Attribute.SIZE,
            Attribute.PERMISSIONS,
            Attribute.OWNER_IDS,
            Attribute.OWNER_NAMES,
            Attribute.ACCESS_TIME,
            Attribute.MODIFY_TIME,
            Attribute.LINK_COUNT);

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    @TempDir
    private Path folder;

    private MetadataComponent metadata;

    private record Cost(double cpu, double wall) {

        Cost to(Cost base) {
            return new Cost(cpu / base.cpu, wall / base.wall);
        }
    }

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
    }

    private Cost list(FileTree tree, Set<Attribute> wanted) throws FileTreeException {
        long cpu = system.getProcessCpuTime();
        long wall = System.nanoTime();
        int count = 0;
        try (OpenDirectory directory = tree.openDirectory(path("/files"), wanted)) {
            for (List<DirectoryEntry> next = directory.next(100); !next.isEmpty(); next = directory.next(100)) {
                count += next.size();
            }
        }
        assertThat(count).isEqualTo(FILES + 2);
        return new Cost(system.getProcessCpuTime() - cpu, System.nanoTime() - wall);
    }

    private void compare(String what, FileTree tree, Set<Attribute> wanted) throws FileTreeException {
        List<Cost> ratios = new ArrayList<>();
        List<Cost> bases = new ArrayList<>();
        for (int i = -WARM_UP; i < PAIRS; i++) {
            boolean baseFirst = i % 2 == 0;
            Cost first = list(tree, baseFirst ? SIZES : wanted);
            Cost second = list(tree, baseFirst ? wanted : SIZES);
            if (i >= 0) {
                Cost base = baseFirst ? first : second;
                bases.add(base);
                ratios.add((baseFirst ? second : first).to(base));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f (%.2f-%.2f) | %.2f (%.2f-%.2f) | %.0f ms |%n",
                what,
                median(ratios.stream().map(Cost::cpu).toList()),
                Collections.min(ratios.stream().map(Cost::cpu).toList()),
                Collections.max(ratios.stream().map(Cost::cpu).toList()),
                median(ratios.stream().map(Cost::wall).toList()),
                Collections.min(ratios.stream().map(Cost::wall).toList()),
                Collections.max(ratios.stream().map(Cost::wall).toList()),
                median(bases.stream().map(Cost::cpu).toList()) / 1e6);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    @Test
    void isPrinted() throws Exception {
        metadata = new MetadataComponent(Map.of(), folder);
        world.use(new LocalFiles(metadata));
        world.use(new GenericMapper(metadata));
        Path files = Files.createDirectories(folder.resolve("data/files"));
        for (int i = 0; i < FILES; i++) {
            Files.createFile(files.resolve("file-" + i));
        }
        String place = folder.resolve("data").toString();
        System.out.println("| 50,000 files | server CPU | wall | CPU of names and sizes |\n|---|---|---|---|");
        world.mount("main", Map.of("uri", "file://" + place, "path", "/"));
        compareAll("local", session("ann"));
        nothingStaysOpen();
        world.mount("main", Map.of("uri", "slow://" + place, "path", "/", "journal", "false"));
        FileTree generic = session("ann");
        compareAll("generic, nothing kept beside it", generic);
        for (int i = 0; i < FILES; i++) {
            generic.setAttributes(
                    path("/files/file-" + i),
                    false,
                    FileAttributes.builder(FileType.REGULAR)
                            .permissions(0640)
                            .ownerNames("ann", "staff")
                            .modifyTime(1_000_000_000L + i, 1)
                            .accessTime(1_000_000_000L, 0)
                            .build());
        }
        compareAll("generic, all of them with attributes beside it", generic);
    }

    private void compareAll(String store, FileTree tree) throws FileTreeException {
        compare(store + ": all that a listing tells", tree, LISTED);
        compare(store + ": all that can be asked of a file", tree, Attribute.ALL);
    }
}
