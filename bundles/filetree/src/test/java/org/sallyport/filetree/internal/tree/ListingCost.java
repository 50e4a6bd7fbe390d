/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
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

    @TempDir
    private Path folder;

    private MetadataComponent metadata;

    @AfterEach
    void closeSidecar() {
        metadata.deactivate();
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
        ListingRatio ratio = new ListingRatio(path("/files"), FILES, 9);
        ListingRatio.printHead();
        world.mount("main", Map.of("uri", "file://" + place, "path", "/"));
        ratio.print("local", session("ann"));
        nothingStaysOpen();
        world.mount("main", Map.of("uri", "slow://" + place, "path", "/", "journal", "false"));
        FileTree generic = session("ann");
        ratio.print("generic, nothing kept beside it", generic);
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
        ratio.print("generic, all of them with attributes beside it", generic);
    }
}
