/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.RandomAccessContent;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.apache.commons.vfs2.util.RandomAccessMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;

/** What is asked of a real gateway node when files are read, as a proxy before it counts. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class GridReadingIT {

    private static final int SEGMENT = 1 << 20;
    private static final int SEGMENTS = 20;

    private final Gateway gateway;
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();
    private final byte[] content = new byte[SEGMENTS * SEGMENT];

    @TempDir
    Path cache;

    private GatewayProxy proxy;
    private String directory;
    private FileObject file;

    GridReadingIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void start() throws IOException {
        proxy = new GatewayProxy(gateway.uri());
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        directory = gateway.createDirectory();
        new Random(9).nextBytes(content);
        try (OutputStream out =
                root(directory, gateway.uri(), 0).resolveFile("f").getContent().getOutputStream()) {
            out.write(content);
        }
        file = root(directory, proxy.uri(), 1L << 30).resolveFile("f");
    }

    @AfterEach
    void stop() {
        manager.close();
        proxy.close();
    }

    private FileObject root(String directory, URI node, long diskCache) throws IOException {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, directory);
        TahoeOptions.getInstance().setGateways(options, node);
        if (diskCache > 0) {
            TahoeOptions.getInstance().setDiskCache(options, cache, diskCache);
        }
        return manager.resolveFile("tahoe:counted/", options);
    }

    private byte[] readAt(long position, int length) throws IOException {
        try (RandomAccessContent random = file.getContent().getRandomAccessContent(RandomAccessMode.READ)) {
            byte[] part = new byte[length];
            random.seek(position);
            random.readFully(part);
            return part;
        }
    }

    @Test
    void whatIsReadInOrderTakesFewRequestsAndNoneWhenItIsReadAgain() throws IOException {
        assertThat(file.getContent().getByteArray()).isEqualTo(content);
        List<String> ranges = proxy.ranges();
        assertThat(ranges).hasSizeLessThanOrEqualTo(3);

        assertThat(file.getContent().getByteArray()).isEqualTo(content);
        assertThat(proxy.ranges()).isEqualTo(ranges);
    }

    /** Clients ask for 64 blocks of 255 KiB at once, and the server's threads come as they like. */
    @Test
    void whatIsReadNearlyInOrderTakesFewRequestsToo() throws IOException {
        int block = SEGMENT / 4;
        try (RandomAccessContent random = file.getContent().getRandomAccessContent(RandomAccessMode.READ)) {
            for (int i = 0; i < 4 * SEGMENTS; i++) {
                int jumbled = i ^ 15;
                byte[] part = new byte[block];
                random.seek((long) jumbled * block);
                random.readFully(part);
                assertThat(part).isEqualTo(Arrays.copyOfRange(content, jumbled * block, (jumbled + 1) * block));
            }
        }
        assertThat(proxy.ranges()).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates();
    }

    @Test
    void aPartInTheMiddleTakesItsSegmentAndNothingElse() throws IOException {
        assertThat(readAt(15 * SEGMENT + 7L, 1000))
                .isEqualTo(Arrays.copyOfRange(content, 15 * SEGMENT + 7, 15 * SEGMENT + 1007));

        assertThat(proxy.ranges()).containsExactly("bytes=" + 15 * SEGMENT + "-" + (16 * SEGMENT - 1));
    }

    @Test
    void whatManyReadAtOnceIsFetchedOnce() throws Exception {
        ExecutorService sessions = Executors.newFixedThreadPool(8);
        try {
            List<Future<byte[]>> reading = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                reading.add(sessions.submit(() -> readAt(0, 3 * SEGMENT)));
            }
            for (Future<byte[]> one : reading) {
                assertThat(one.get()).isEqualTo(Arrays.copyOf(content, 3 * SEGMENT));
            }
        } finally {
            sessions.shutdownNow();
        }
        assertThat(proxy.ranges()).doesNotHaveDuplicates();
        assertThat(proxy.ranges().stream().filter(range -> range.startsWith("bytes=0-")))
                .hasSize(1);
    }

    @Test
    void whatIsOnTheDiskIsGoneWithTheFileSystem() throws Exception {
        assertThat(file.getContent().getByteArray()).isEqualTo(content);
        // What was fetched ahead is written after it was handed on.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (kept().size() < SEGMENTS && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(kept()).hasSize(SEGMENTS);

        manager.close();
        assertThat(kept()).isEmpty();
    }

    @Test
    void aCapabilityOfTheSameKeyAndAnotherHashIsNotGivenWhatIsRemembered() throws Exception {
        String address = "uri/" + URLEncoder.encode(directory, StandardCharsets.UTF_8);
        Matcher linked =
                Pattern.compile("URI:CHK:(\\w+):(\\w+)(:[0-9:]+)").matcher(ask("GET", address + "?t=json", ""));
        assertThat(linked.find()).isTrue();
        String hash = linked.group(2);
        String other = (hash.startsWith("a") ? "b" : "a") + hash.substring(1);
        ask("PUT", address + "/forged?t=uri", "URI:CHK:" + linked.group(1) + ":" + other + linked.group(3));
        assertThat(file.getContent().getByteArray()).isEqualTo(content);

        FileObject forged = root(directory, proxy.uri(), 1L << 30).resolveFile("forged");
        assertThatThrownBy(() -> forged.getContent().getByteArray()).isInstanceOf(IOException.class);
    }

    private String ask(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(gateway.uri().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isBetween(200, 299);
        return answer.body();
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
