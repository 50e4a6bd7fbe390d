/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.config.InvalidConfigurationException;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.journal.internal.Journal;
import org.sallyport.journal.internal.JournalSettings;

/** Sessions on a journaled mount: real journal, real spool, and a store that can be made to wait and fail. */
abstract class JournaledTestCase extends TreeTestCase {

    static final OpenOptions UPDATE = new OpenOptions(true, true, false, false, false, false, false);
    static final OpenOptions EXCLUSIVE = new OpenOptions(false, true, false, true, false, true, false);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    final CountDownLatch storeOpens = new CountDownLatch(1);
    Path stored;
    Journal journal;
    /** Those that were killed: this process cannot, so they are closed at the end. */
    private final List<Journal> killed = new ArrayList<>();

    @BeforeEach
    void openJournal() throws Exception {
        stored = Files.createDirectories(folder.resolve("store"));
        journal = world.openJournal(settings(Map.of()));
        mount(Map.of());
    }

    @AfterEach
    void closeJournal() throws IOException {
        storeOpens.countDown();
        for (Journal killed : killed) {
            killed.close();
        }
        journal.close();
    }

    JournalSettings settings(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, Object> all = new HashMap<>(Map.of(
                "folder", folder.resolve("spool").toString(),
                "key-file", folder.resolve("journal.key").toString(),
                "reserve", "0",
                "first-retry", "10ms",
                "last-retry", "100ms",
                "patience", "20s"));
        all.putAll(values);
        return JournalSettings.read(all, folder, folder);
    }

    void mount(Map<String, String> values) throws InvalidConfigurationException {
        Map<String, String> all =
                new HashMap<>(Map.of("uri", "slow://" + stored, "path", "/", "close-reply", "sealed"));
        all.putAll(values);
        world.mount("journaled", all);
    }

    /** From now on nothing gets into the store before {@link #storeOpens}. */
    void holdStore() {
        world.faults.holdWritesUntil(storeOpens);
    }

    void drain() {
        assertThat(journal.drain(LONG)).isTrue();
    }

    /** Another journal takes the spool as a killed one left it. */
    void crash() throws Exception {
        Path copy = folder.resolve("crashed");
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(folder.resolve("spool"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        world.faults.clear();
        killed.add(journal);
        journal = world.openJournal(settings(Map.of("folder", copy.toString())));
        mount(Map.of());
    }

    List<String> storedNames() throws IOException {
        try (Stream<Path> files = Files.list(stored)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    String storedContent(String name) throws IOException {
        return Files.readString(stored.resolve(name));
    }

    static OpenFile open(FileTree tree, String path, OpenOptions options) throws FileTreeException {
        return tree.open(path(path), options, FileAttributes.EMPTY);
    }

    static void write(OpenFile file, String content, long position) throws FileTreeException {
        file.write(ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8)), position);
    }
}
