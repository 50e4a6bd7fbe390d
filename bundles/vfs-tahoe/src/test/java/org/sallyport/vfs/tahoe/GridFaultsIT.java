/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemException;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridLayout;
import org.sallyport.testing.grid.GridNode;

/** Nodes of a real grid that end, or stand still, under work: two of three shares suffice, and there are two gateways. */
@Timeout(300)
class GridFaultsIT {

    private static final Duration READY = Duration.ofMinutes(2);
    /** The deadline of one request, by both gateways, and what a busy machine takes. */
    private static final Duration TOLD = Duration.ofSeconds(90);

    private static final int SIZE = 3_000_000;
    private static final int SESSIONS = 8;
    private static final int FILES_EACH = Boolean.getBoolean("long") ? 25 : 5;

    private static Grid grid;
    private static String directory;

    private DefaultFileSystemManager manager;
    private FileObject root;

    @BeforeAll
    static void start() throws IOException {
        Path parent = Files.createDirectories(Path.of("target"));
        grid = Grid.start(Files.createTempDirectory(parent, "grid-of-three"), new GridLayout(3, 2, 2, 2, 3));
        directory = grid.gateways().get(0).createDirectory();
    }

    @AfterAll
    static void stop() throws IOException {
        grid.close();
    }

    /** With caches of its own. */
    @BeforeEach
    void open() throws IOException {
        manager = new DefaultFileSystemManager();
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, directory);
        TahoeOptions.getInstance()
                .setGateways(options, grid.gateways().stream().map(Gateway::uri).toArray(URI[]::new));
        root = manager.resolveFile("tahoe:three/", options);
    }

    @AfterEach
    void close() throws IOException {
        manager.close();
        for (GridNode node : nodes()) {
            if (!node.isRunning()) {
                node.start();
            }
        }
        grid.awaitReady(READY);
    }

    private static List<GridNode> nodes() {
        List<GridNode> nodes = new ArrayList<>(grid.storageNodes());
        grid.gateways().forEach(gateway -> nodes.add(gateway.node()));
        return nodes;
    }

    private void again() throws IOException {
        manager.close();
        open();
    }

    private static byte[] content(long seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        return content;
    }

    private void write(String name, byte[] content) throws IOException {
        try (OutputStream out = root.resolveFile(name).getContent().getOutputStream()) {
            out.write(content);
        }
    }

    private byte[] read(String name) throws IOException {
        return root.resolveFile(name).getContent().getByteArray();
    }

    private interface Work {

        void run() throws IOException;
    }

    private static void assertUnavailable(Work work) {
        long begun = System.nanoTime();
        Throwable failure = catchThrowable(work::run);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(TOLD);
        assertThat(reason(failure)).as(String.valueOf(failure)).isEqualTo(Reason.UNAVAILABLE);
    }

    private static Reason reason(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof StoreException)) {
            cause = cause.getCause();
        }
        return cause instanceof StoreException told ? told.reason() : null;
    }

    @Test
    void oneStorageNodeLessIsNotNoticed() throws IOException {
        byte[] content = content(1);
        write("before", content);
        again();

        grid.storageNodes().get(0).kill();

        assertThat(read("before")).isEqualTo(content);
        write("after", content(2));
        again();
        assertThat(read("after")).isEqualTo(content(2));
    }

    @Test
    void twoStorageNodesLessAreAGridThatIsAwayUntilTheyAreBack() throws IOException {
        write("there", content(3));
        again();

        grid.storageNodes().get(1).kill();
        grid.storageNodes().get(2).kill();

        assertUnavailable(() -> read("there"));
        assertUnavailable(() -> write("new", content(4)));

        grid.storageNodes().get(1).start();
        grid.storageNodes().get(2).start();
        grid.awaitReady(READY);
        assertThat(read("there")).isEqualTo(content(3));
        write("new", content(4));
        assertThat(read("new")).isEqualTo(content(4));
    }

    @Test
    void aStorageNodeThatStandsStillIsGotAround() throws IOException {
        write("still", content(5));
        again();

        GridNode node = grid.storageNodes().get(0);
        node.suspend();
        try {
            assertThat(read("still")).isEqualTo(content(5));
        } finally {
            node.resume();
        }
    }

    @Test
    void readingGoesOnByTheOtherGatewayAndWritingWaitsForItsOwn() throws IOException {
        write("two-ways", content(6));
        again();

        Gateway writer = grid.gateways().get(0);
        writer.node().kill();
        assertThat(read("two-ways")).isEqualTo(content(6));
        assertUnavailable(() -> root.resolveFile("made").createFolder());

        writer.node().start();
        grid.awaitReady(READY);
        root.resolveFile("made").createFolder();
        assertThat(root.resolveFile("made").isFolder()).isTrue();
    }

    @Test
    void eightSessionsThroughTwoGatewaysLoseNothing() throws Exception {
        root.resolveFile("many").createFolder();
        ExecutorService sessions = Executors.newFixedThreadPool(SESSIONS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int session = 0; session < SESSIONS; session++) {
                int number = session;
                running.add(sessions.submit(() -> {
                    for (int i = 0; i < FILES_EACH; i++) {
                        write(
                                "many/" + number + "-" + i,
                                ("content " + number + " " + i).getBytes(StandardCharsets.UTF_8));
                    }
                    return null;
                }));
            }
            for (Future<?> session : running) {
                session.get();
            }
        } finally {
            sessions.shutdownNow();
        }
        again();
        List<String> expected = IntStream.range(0, SESSIONS * FILES_EACH)
                .mapToObj(i -> i % SESSIONS + "-" + i / SESSIONS)
                .toList();
        assertThat(names("many")).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(root.resolveFile("many/3-4").getContent().getString(StandardCharsets.UTF_8))
                .isEqualTo("content 3 4");
    }

    private List<String> names(String folder) throws FileSystemException {
        return Arrays.stream(root.resolveFile(folder).getChildren())
                .map(child -> child.getName().getBaseName())
                .toList();
    }
}
