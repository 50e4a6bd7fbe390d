/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/** What a file that is read costs a gateway node, here a fake that counts: a real one does not tell what it sent. */
@Timeout(60)
class FileReaderTest {

    /** More than fits into the buffers between a node and its client. */
    private static final int SEGMENTS = 60;

    private static final long SIZE = (long) SEGMENTS * Segments.SIZE;

    /** What a request asked for, in segments, and how many bytes of it could be sent. */
    private record Asked(int first, int count, long sent) {}

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<Asked> asked = new LinkedBlockingQueue<>();
    private HttpServer node;
    private GridClient grid;
    private Segments segments;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setExecutor(threads);
        node.createContext("/", this::answer);
        node.start();
        URI address = URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/");
        grid = new GridClient(List.of(address), Deadlines.DEFAULT);
        segments = segments(Duration.ofMinutes(1));
    }

    private Segments segments(Duration patience) {
        return new Segments(grid, threads, patience, 2 * SIZE, Optional.empty());
    }

    @AfterEach
    void stop() {
        node.stop(0);
        threads.shutdownNow();
    }

    /** Each segment is full of its number. */
    private void answer(HttpExchange exchange) {
        String[] ends =
                exchange.getRequestHeaders().getFirst("Range").substring(6).split("-");
        int first = (int) (Long.parseLong(ends[0]) / Segments.SIZE);
        int count = (int) ((Long.parseLong(ends[1]) + 1) / Segments.SIZE) - first;
        long sent = 0;
        try (exchange) {
            exchange.sendResponseHeaders(206, (long) count * Segments.SIZE);
            OutputStream body = exchange.getResponseBody();
            byte[] content = new byte[1 << 16];
            for (int i = 0; i < count; i++) {
                Arrays.fill(content, (byte) (first + i));
                for (int part = 0; part < Segments.SIZE / content.length; part++) {
                    body.write(content);
                    sent += content.length;
                }
            }
        } catch (IOException gone) {
            // The reader wants no more: what was sent until then tells.
        }
        asked.add(new Asked(first, count, sent));
    }

    private static Content file() {
        return Content.of(Capability.parse("URI:CHK:" + "a".repeat(26) + ":" + "a".repeat(52) + ":1:1:" + SIZE), SIZE);
    }

    private FileReader reader() {
        return new FileReader(grid, segments, file().capability(), SIZE);
    }

    private static void read(FileReader reader, int from, int to) throws IOException {
        byte[] buffer = new byte[1 << 15];
        for (long position = (long) from * Segments.SIZE; position < (long) to * Segments.SIZE; ) {
            int count = reader.read(position, buffer, 0, buffer.length);
            assertThat(buffer[0]).isEqualTo((byte) (position / Segments.SIZE));
            position += count;
        }
    }

    private Asked next() throws InterruptedException {
        return asked.poll(40, TimeUnit.SECONDS);
    }

    @Test
    void aFileThatIsReadInOrderTakesOneRequest() throws Exception {
        read(reader(), 0, SEGMENTS);

        assertThat(next()).isEqualTo(new Asked(0, SEGMENTS, SIZE));
        assertThat(asked).isEmpty();
    }

    @Test
    void twoWhoReadAFileTakeOneRequest() throws Exception {
        FileReader one = reader();
        FileReader other = reader();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            read(one, segment, segment + 1);
            read(other, segment, segment + 1);
        }

        assertThat(next()).isEqualTo(new Asked(0, SEGMENTS, SIZE));
        assertThat(asked).isEmpty();
    }

    @Test
    void whatNobodyReadsIsHeldBackAndGivenUpAndAskedForAgain() throws Exception {
        segments = segments(Duration.ofMillis(50));
        FileReader reader = reader();
        read(reader, 0, 1);

        Asked givenUp = next();
        assertThat(givenUp.count).isEqualTo(SEGMENTS);
        assertThat(givenUp.sent).isLessThan(SIZE / 2);
        read(reader, 1, SEGMENTS);
        assertThat(next().first).isGreaterThanOrEqualTo(4);
    }

    @Test
    void whoReadsFarAheadOfAnotherDoesNotWaitForHim() throws Exception {
        FileReader behind = reader();
        read(behind, 0, 1);
        read(reader(), 40, SEGMENTS);

        List<Asked> others = List.of(next(), next());
        assertThat(others).extracting(Asked::first).containsExactly(40, 41);
        assertThat(asked).isEmpty();
        read(behind, 1, 2);
    }

    @Test
    void oneSegmentOfManyTakesItAlone() throws Exception {
        read(reader(), 30, 31);

        assertThat(next()).isEqualTo(new Asked(30, 1, Segments.SIZE));
        assertThat(asked).isEmpty();
    }
}
