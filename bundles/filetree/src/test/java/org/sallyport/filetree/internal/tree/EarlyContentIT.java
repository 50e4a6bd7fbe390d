/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.filetree.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.vfs2.FileSystemOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.filetree.FileTree;
import org.sallyport.api.filetree.FileTreeException;
import org.sallyport.api.filetree.OpenFile;
import org.sallyport.api.filetree.OpenOptions;
import org.sallyport.api.metadata.FileAttributes;
import org.sallyport.journal.internal.Journal;
import org.sallyport.journal.internal.JournalSettings;
import org.sallyport.metadata.internal.MetadataComponent;
import org.sallyport.metadata.internal.TahoeMapper;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;
import org.sallyport.vfs.tahoe.TahoeFileProvider;
import org.sallyport.vfs.tahoe.TahoeOptions;

/** A large file on its way into a real grid, as its node sees it. */
@ExtendWith(GridExtension.class)
@Timeout(240)
class EarlyContentIT extends TreeTestCase {

    private static final int SIZE = 64 << 20;
    private static final int PIECE = 256 << 10;
    /** What a spool may keep back, and what requests have besides contents. */
    private static final int LITTLE = 1 << 20;

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Gateway gateway;
    private String capability;
    private CountedWay way;
    private MetadataComponent metadata;
    private Journal journal;

    EarlyContentIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void start() throws Exception {
        capability = gateway.createDirectory();
        way = new CountedWay(gateway.port());
        metadata = new MetadataComponent(Map.of(), folder);
        world.use("tahoe", new TahoeMapper(metadata));
        world.provide("tahoe", new TahoeFileProvider(), EarlyContentIT::options);
        journal = world.openJournal(JournalSettings.read(
                Map.of(
                        "folder",
                        folder.resolve("spool").toString(),
                        "key-file",
                        folder.resolve("journal.key").toString(),
                        "early-pause",
                        "60s",
                        "reserve",
                        "0"),
                folder,
                folder));
        world.mount(
                "grid",
                Map.of(
                        "uri", "tahoe:test/",
                        "path", "/grid",
                        "close-reply", "stored",
                        "option.root", capability,
                        "option.gateways", way.uri().toString()));
    }

    private static FileSystemOptions options(Map<String, String> of) {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, of.get("root"));
        TahoeOptions.getInstance().setGateways(options, URI.create(of.get("gateways")));
        return options;
    }

    @AfterEach
    void stop() throws Exception {
        journal.close();
        metadata.deactivate();
        way.close();
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(SIZE).nextBytes(content);
        return content;
    }

    private static void write(OpenFile file, byte[] content) throws FileTreeException {
        write(file, content, 0, content.length);
    }

    private static void write(OpenFile file, byte[] content, int from, int to) throws FileTreeException {
        for (int at = from; at < to; at += PIECE) {
            file.write(ByteBuffer.wrap(content, at, Math.min(PIECE, to - at)), at);
        }
    }

    private void awaitSent(long bytes) throws InterruptedException {
        while (way.sent() < bytes) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Asks the grid's node, as other programs do. */
    private void holds(String name, byte[] content) throws IOException {
        try (InputStream in =
                gateway.uri().resolve("uri/" + capability + "/" + name).toURL().openStream()) {
            assertThat(Arrays.equals(in.readAllBytes(), content)).isTrue();
        }
    }

    @Test
    void theNodeHasTheContentBeforeCloseAndIsNotSentItAgain() throws Exception {
        byte[] content = random(SIZE);
        FileTree tree = session("ann");
        OpenFile file = tree.open(path("/grid/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(file, content);
        awaitSent(SIZE - LITTLE);
        assertThat(journal.status().sealed()).isZero();
        file.close();
        assertThat(journal.uploads()).as("not stored when CLOSE is answered").isEmpty();
        assertThat(journal.status().sentEarly()).isEqualTo(1);
        assertThat(way.contents()).isEqualTo(1);
        assertThat(way.sent()).isLessThan(SIZE + LITTLE);
        holds("f", content);
    }

    @Test
    void whatIsCutOffOnItsWayIsSentFromTheSpool() throws Exception {
        byte[] content = random(SIZE);
        FileTree tree = session("ann");
        OpenFile file = tree.open(path("/grid/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(file, content, 0, SIZE / 2);
        awaitSent(SIZE / 2 - LITTLE);
        way.cut();
        write(file, content, SIZE / 2, SIZE);
        file.close();
        assertThat(journal.status().sentEarly()).isZero();
        assertThat(journal.status().givenUpEarly()).isEqualTo(1);
        assertThat(journal.uploads()).as("not stored when CLOSE is answered").isEmpty();
        assertThat(way.contents()).isEqualTo(2);
        holds("f", content);
    }

    @Test
    void oneThatIsGivenUpLeavesNothingThatHindersTheNext() throws Exception {
        byte[] content = random(8 << 20);
        FileTree tree = session("ann");
        OpenFile file = tree.open(path("/grid/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(file, content);
        awaitSent(content.length - LITTLE);
        content[0] ^= 1;
        file.write(ByteBuffer.wrap(content, 0, 1), 0);
        file.close();
        assertThat(journal.status().givenUpEarly()).isEqualTo(1);
        assertThat(journal.status().failures()).isZero();
        assertThat(way.contents()).isEqualTo(2);
        holds("f", content);

        content[0] ^= 1;
        OpenFile again = tree.open(path("/grid/f"), OpenOptions.REPLACE, FileAttributes.EMPTY);
        write(again, content);
        again.close();
        assertThat(journal.status().sentEarly()).isEqualTo(1);
        assertThat(journal.drain(LONG)).isTrue();
        assertThat(journal.status().failures()).isZero();
        holds("f", content);
    }
}
