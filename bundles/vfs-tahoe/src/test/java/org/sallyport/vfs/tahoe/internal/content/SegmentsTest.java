/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.vfs.tahoe.internal.capability.Capability;
import org.sallyport.vfs.tahoe.internal.web.Deadlines;
import org.sallyport.vfs.tahoe.internal.web.GridClient;

/** Segments from a fake of a gateway node that answers as slowly as no real one does on demand. */
@Timeout(60)
class SegmentsTest {

    private static final Duration LONG = Duration.ofSeconds(50);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final int FILE = 4 * Segments.SIZE;
    private static final int READERS = 8;
    private static final int ROUNDS = 1000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);
    private HttpServer node;

    @BeforeEach
    void start() throws IOException {
        node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.setExecutor(threads);
    }

    @AfterEach
    void stop() {
        release.countDown();
        node.stop(0);
        threads.shutdownNow();
    }

    private Segments segments(Duration answer) {
        node.start();
        URI address = URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/");
        GridClient grid = new GridClient(List.of(address), new Deadlines(LONG, answer, LONG));
        return new Segments(grid, threads, LONG, 64L << 20, Optional.empty());
    }

    private static Content file(char key) {
        Capability capability =
                Capability.parse("URI:CHK:" + String.valueOf(key).repeat(25) + "a:" + "a".repeat(52) + ":1:1:" + FILE);
        return Content.of(capability, FILE);
    }

    private static int length(HttpExchange exchange) {
        String[] ends =
                exchange.getRequestHeaders().getFirst("Range").substring(6).split("-");
        return Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1;
    }

    @Test
    void longPartsLeaveRoomForOtherRequests() throws Exception {
        CountDownLatch longParts = new CountDownLatch(8);
        node.createContext("/", exchange -> {
            try (exchange) {
                int length = length(exchange);
                if (length > Segments.SIZE) {
                    longParts.countDown();
                    release.await();
                }
                exchange.sendResponseHeaders(206, length);
                exchange.getResponseBody().write(new byte[length]);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        Segments segments = segments(LONG);

        for (char key = 'a'; key < 'u'; key++) {
            segments.readAhead(file(key), 0, 1, 4);
        }
        assertThat(longParts.await(40, TimeUnit.SECONDS)).isTrue();
        for (char key = 'i'; key < 'u'; key++) {
            assertThat(segments.get(file(key), 0)).hasSize(Segments.SIZE);
        }
        release.countDown();
        assertThat(segments.get(file('a'), 3)).hasSize(Segments.SIZE);
    }

    @Test
    void aNodeThatSendsAByteNowAndThenIsNotWaitedFor() {
        node.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(206, length(exchange));
                OutputStream body = exchange.getResponseBody();
                while (!release.await(20, TimeUnit.MILLISECONDS)) {
                    body.write(1);
                    body.flush();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        Segments segments = segments(SHORT);

        segments.readAhead(file('a'), 0, 1, 4);
        assertThatThrownBy(() -> segments.get(file('a'), 0)).isInstanceOf(IOException.class);
    }

    /** No node is asked: what is begun is counted and stays where it is. */
    @Test
    void manyWhoBeginAtOnceBeginOnce() throws Exception {
        GridClient nobody = new GridClient(List.of(URI.create("http://127.0.0.1:1/")), new Deadlines(LONG, LONG, LONG));
        CyclicBarrier together = new CyclicBarrier(READERS);
        for (int round = 0; round < ROUNDS; round++) {
            AtomicInteger begun = new AtomicInteger();
            Segments segments =
                    new Segments(nobody, task -> begun.incrementAndGet(), LONG, 64L << 20, Optional.empty());
            List<Future<Optional<ReadAhead>>> readers = new ArrayList<>();
            for (int reader = 0; reader < READERS; reader++) {
                readers.add(threads.submit(() -> {
                    together.await();
                    return segments.readAhead(file('a'), 0, 4, 2);
                }));
            }
            for (Future<Optional<ReadAhead>> reader : readers) {
                assertThat(reader.get()).isPresent();
            }
            assertThat(begun).as("round %d", round).hasValue(1);
        }
    }

    @Test
    void whatNoThreadCouldBeHadForIsNotWaitedFor() throws Exception {
        node.createContext("/", exchange -> {
            try (exchange) {
                int length = length(exchange);
                exchange.sendResponseHeaders(206, length);
                exchange.getResponseBody().write(new byte[length]);
            }
        });
        node.start();
        URI address = URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/");
        GridClient grid = new GridClient(List.of(address), new Deadlines(LONG, LONG, LONG));
        Segments segments = new Segments(
                grid,
                task -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                LONG,
                64L << 20,
                Optional.empty());

        for (int more = 0; more < 20; more++) {
            assertThatCode(() ->
                            assertThat(segments.readAhead(file('a'), 0, 1, 4)).isEmpty())
                    .doesNotThrowAnyException();
        }
        assertThat(segments.get(file('a'), 0)).hasSize(Segments.SIZE);
    }

    @Test
    void whoHasTheSameKeyWithAnotherHashHasAnotherContent() {
        Capability one = Capability.parse("URI:CHK:" + "a".repeat(26) + ":" + "a".repeat(52) + ":1:1:9");
        Capability other = Capability.parse("URI:CHK:" + "a".repeat(26) + ":" + "b".repeat(51) + "a:1:1:9");

        assertThat(one.identity()).isEqualTo(other.identity());
        assertThat(Content.of(one, 9).identity())
                .isNotEqualTo(Content.of(other, 9).identity());
    }
}
