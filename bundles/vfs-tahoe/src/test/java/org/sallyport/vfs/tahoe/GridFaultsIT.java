/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.storage.GridCheck;
import org.sallyport.api.storage.operation.StoreException;
import org.sallyport.api.storage.operation.StoreException.Reason;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridLayout;
import org.sallyport.testing.grid.GridNode;
import org.sallyport.vfs.tahoe.internal.GridSettings;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.check.CheckRun;
import org.sallyport.vfs.tahoe.internal.check.TreeCheck;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;

/** Nodes of a real grid that end, or stand still, under work: two of three shares suffice, and there are two gateways. */
@Timeout(300)
class GridFaultsIT {

    private static final Duration READY = Duration.ofMinutes(2);
    /** The deadline of one request, by both gateways, and what a busy machine takes. */
    private static final Duration TOLD = Duration.ofSeconds(90);

    private static final int SIZE = 3_000_000;
    private static final int LARGE = 40_000_000;
    /** The long form is longer than the nodes wait for each other. */
    private static final Duration STILL = Boolean.getBoolean("long") ? Duration.ofSeconds(61) : Duration.ZERO;

    private static final int SESSIONS = 8;
    private static final int FILES_EACH = Boolean.getBoolean("long") ? 200 : 5;

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
        root = root(directory);
    }

    private FileObject root(String capability) throws IOException {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, capability);
        TahoeOptions.getInstance()
                .setGateways(options, grid.gateways().stream().map(Gateway::uri).toArray(URI[]::new));
        return manager.resolveFile("tahoe:three/", options);
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
        return content(seed, SIZE);
    }

    private static byte[] content(long seed, int size) {
        byte[] content = new byte[size];
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
    void aStorageNodeThatEndsInMidDownloadIsNotNoticed() throws IOException {
        byte[] content = content(7, LARGE);
        write("large", content);
        again();

        try (InputStream in = root.resolveFile("large").getContent().getInputStream()) {
            byte[] begin = in.readNBytes(100_000);
            grid.storageNodes().get(0).kill();
            byte[] rest = in.readAllBytes();
            assertThat(begin).isEqualTo(Arrays.copyOf(content, begin.length));
            assertThat(rest).isEqualTo(Arrays.copyOfRange(content, begin.length, LARGE));
        }
    }

    @Test
    void aStorageNodeThatEndsInMidUploadIsNotNoticed() throws Exception {
        byte[] content = content(8, LARGE);
        GridNode node = grid.storageNodes().get(2);
        ExecutorService session = Executors.newSingleThreadExecutor();
        try {
            Future<?> writing = session.submit(() -> {
                write("uploaded", content);
                return null;
            });
            // Shares that come are in a folder of their own until they are whole.
            while (node.incoming().isEmpty() && !writing.isDone()) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            assertThat(writing.isDone()).as("killed in time").isFalse();
            node.kill();
            writing.get();
        } finally {
            session.shutdownNow();
        }
        again();
        assertThat(read("uploaded")).isEqualTo(content);
    }

    @Test
    void aGatewayThatIsKilledUnderLoadLosesNothingThatWasAcknowledged() throws Exception {
        root.resolveFile("load").createFolder();
        write("load/read", content(9));
        Gateway writer = grid.gateways().get(0);
        AtomicBoolean over = new AtomicBoolean();
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        ExecutorService sessions = Executors.newFixedThreadPool(5);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int session = 0; session < 4; session++) {
                int number = session;
                running.add(sessions.submit(() -> {
                    for (int i = 0; !over.get(); i++) {
                        String name = number + "-" + i;
                        if (isWritten("load/" + name)) {
                            acknowledged.add(name);
                        }
                    }
                    return null;
                }));
            }
            running.add(sessions.submit(() -> {
                while (!over.get()) {
                    root.refresh();
                    assertThat(read("load/read")).isEqualTo(content(9));
                }
                return null;
            }));
            awaitMore(acknowledged, 4);
            writer.node().kill();
            writer.node().start();
            grid.awaitReady(READY);
            awaitMore(acknowledged, 8);
            over.set(true);
            for (Future<?> session : running) {
                session.get();
            }
        } finally {
            over.set(true);
            sessions.shutdownNow();
        }
        again();
        assertThat(names("load")).containsAll(acknowledged);
        for (String name : acknowledged) {
            assertThat(root.resolveFile("load/" + name).getContent().getString(StandardCharsets.UTF_8))
                    .isEqualTo("content of load/" + name);
        }
    }

    /** What is refused has to be told as a grid that is away, for then it is tried again. */
    private boolean isWritten(String name) throws IOException {
        try {
            write(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (StoreException failed) {
            assertThat(failed.reason()).isEqualTo(Reason.UNAVAILABLE);
        } catch (SocketException away) {
            // what a stream throws then
        }
        return false;
    }

    private static void awaitMore(Queue<String> acknowledged, int more) throws InterruptedException {
        int target = acknowledged.size() + more;
        long deadline = System.nanoTime() + READY.toNanos();
        while (acknowledged.size() < target) {
            assertThat(System.nanoTime()).as("%s were written", acknowledged).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
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
            long until = System.nanoTime() + STILL.toNanos();
            do {
                assertThat(read("still")).isEqualTo(content(5));
                again();
            } while (System.nanoTime() < until);
        } finally {
            node.resume();
        }
        write("on", content(10));
        again();
        assertThat(read("on")).isEqualTo(content(10));
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

    /** A connection to it is taken, and nothing comes back. */
    @Test
    @Tag("long")
    void aGatewayThatStandsStillIsReadAroundAndWritesAreToldUnavailable() throws IOException {
        write("there", content(11));
        again();

        GridNode writer = grid.gateways().get(0).node();
        writer.suspend();
        try {
            assertThat(read("there")).isEqualTo(content(11));
            assertUnavailable(() -> root.resolveFile("later").createFolder());
        } finally {
            writer.resume();
        }
        grid.awaitReady(READY);
        root.refresh();
        // Whether the node did what nobody waited for any more is its own affair; what is asked for now is done.
        root.resolveFile("later").createFolder();
        assertThat(root.resolveFile("later").isFolder()).isTrue();
        write("later/on", content(12));
        again();
        assertThat(read("later/on")).isEqualTo(content(12));
    }

    /** What {@code sftp:grid-check} does, with {@code check-repair} and without. */
    @Test
    void aShareThatIsLostIsFoundAndMadeAnewByACheck() throws Exception {
        String capability = grid.gateways().get(0).createDirectory();
        FileObject file = root(capability).resolveFile("f");
        List<Path> shares = storedOnAllNodes(capability, file);
        Files.delete(shares.get(1));

        assertThat(check(capability, false)).containsExactly(new GridCheck.Finding("/f", "damaged"));
        assertThat(shares.get(1)).doesNotExist();

        assertThat(check(capability, true)).containsExactly(new GridCheck.Finding("/f", "repaired"));
        assertThat(check(capability, false)).isEmpty();
        Files.delete(shares.get(0));
        again();
        assertThat(root(capability).resolveFile("f").getContent().getByteArray())
                .isEqualTo(content(13));
    }

    /** A node that was started a moment ago is not used at once. */
    private static List<Path> storedOnAllNodes(String capability, FileObject file) throws Exception {
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            try (OutputStream out = file.getContent().getOutputStream()) {
                out.write(content(13));
            }
            List<Path> shares = grid.shares(
                    verifyCapability(capability + "/" + file.getName().getBaseName()));
            if (shares.size() == grid.storageNodes().size()) {
                return shares;
            }
            assertThat(System.nanoTime()).as("%s", shares).isLessThan(deadline);
            file.delete();
        }
    }

    private static String verifyCapability(String object) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        grid.gateways().get(0).uri().resolve("uri/" + object + "?t=json"))
                .build();
        String told = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher capability = Pattern.compile("\"verify_uri\": \"([^\"]+)").matcher(told);
        assertThat(capability.find()).isTrue();
        return capability.group(1);
    }

    private static List<GridCheck.Finding> check(String capability, boolean repair) throws IOException {
        GridSettings settings = new GridSettings(
                "checked",
                Capability.parse(capability),
                List.of(grid.gateways().get(0).uri()),
                Deadlines.DEFAULT,
                Duration.ZERO,
                100,
                1 << 20,
                0,
                Path.of(""),
                Duration.ZERO,
                repair);
        CheckRun run = new CheckRun(Instant.now());
        try (org.sallyport.vfs.tahoe.internal.Grid checked = new org.sallyport.vfs.tahoe.internal.Grid(settings)) {
            new TreeCheck(checked, run).run();
        }
        return run.findings();
    }

    @Test
    @Timeout(3600)
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
