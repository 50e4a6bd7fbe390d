/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.sallyport.api.filetree.DirectoryEntry;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenDirectory;
import org.sallyport.api.metadata.Attribute;
import org.sallyport.api.path.VirtualPath;

/**
 * What listing a directory with more attributes costs beside names and sizes alone, by interleaved pairs; printed as rows of a table.
 *
 * @param files how many entries there are besides those of the directory and its parent
 * @param pairs how many count; half as many come before
 */
record ListingRatio(VirtualPath directory, int files, int pairs) {

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

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private record Cost(double cpu, double wall) {

        Cost to(Cost base) {
            return new Cost(cpu / base.cpu, wall / base.wall);
        }
    }

    /** The head of the table. */
    static void printHead() {
        System.out.println("| listed | CPU | wall | CPU of names and sizes |\n|---|---|---|---|");
    }

    void print(String store, FileTree tree) throws FileTreeException {
        print(store + ": all that a listing tells", tree, LISTED);
        print(store + ": all but extended pairs", tree, EnumSet.complementOf(EnumSet.of(Attribute.EXTENDED)));
        print(store + ": all that can be asked of a file", tree, Attribute.ALL);
    }

    private Cost list(FileTree tree, Set<Attribute> wanted) throws FileTreeException {
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        int count = 0;
        try (OpenDirectory open = tree.openDirectory(directory, wanted)) {
            for (List<DirectoryEntry> next = open.next(100); !next.isEmpty(); next = open.next(100)) {
                count += next.size();
            }
        }
        assertThat(count).isEqualTo(files + 2);
        return new Cost(SYSTEM.getProcessCpuTime() - cpu, System.nanoTime() - wall);
    }

    private void print(String what, FileTree tree, Set<Attribute> wanted) throws FileTreeException {
        List<Cost> ratios = new ArrayList<>();
        List<Cost> bases = new ArrayList<>();
        for (int i = -pairs / 2; i < pairs; i++) {
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
}
