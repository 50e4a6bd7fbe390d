/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe.internal.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.vfs.tahoe.internal.capability.Capability;

/** A content of unknown length on its way to a node that hangs, or one that fails itself. */
@Timeout(60)
class UnfinishedContentTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<HttpServer> nodes = new ArrayList<>();
    private final CountDownLatch goesOn = new CountDownLatch(1);

    @AfterEach
    void stop() {
        goesOn.countDown();
        nodes.forEach(node -> node.stop(0));
        threads.shutdownNow();
    }

    private URI node(HttpHandler handler) throws IOException {
        HttpServer node = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        node.createContext("/", handler);
        node.setExecutor(threads);
        node.start();
        nodes.add(node);
        return URI.create("http://127.0.0.1:" + node.getAddress().getPort() + "/");
    }

    /** One that takes contents and never answers, and describes everything by its own name. */
    private URI node(String name) throws IOException {
        return node(exchange -> {
            if (exchange.getRequestMethod().equals("GET")) {
                answer(exchange, name);
            } else {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
                hang();
            }
        });
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void hang() {
        try {
            goesOn.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNodeThatTakesAllOfItAndNeverAnswersIsNotWaitedForWithoutEnd() throws Exception {
        GridClient client = new GridClient(List.of(node("one")), new Deadlines(LONG, LONG, Duration.ofMillis(100)));
        assertThatThrownBy(() -> client.store(() -> new ByteArrayInputStream(new byte[1000]), -1))
                .isInstanceOf(GridUnavailableException.class);
    }

    @Test
    void forHowLongTheContentIsWaitedForIsNotTheFaultOfTheNode() throws Exception {
        Duration limit = Duration.ofSeconds(2);
        URI taking = node(exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            answer(exchange, "URI:LIT:");
        });
        GridClient client = new GridClient(List.of(taking), new Deadlines(LONG, LONG, limit));
        InputStream slow = new InputStream() {
            @Override
            public int read() throws IOException {
                try {
                    TimeUnit.NANOSECONDS.sleep(limit.multipliedBy(2).toNanos());
                    return -1;
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            }
        };
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(new byte[1000]), slow);
        assertThat(client.store(() -> content, -1)).isEqualTo(Capability.parse("URI:LIT:"));
    }

    @Test
    void thatItIsGivenUpIsNotTheFaultOfTheNode() throws Exception {
        GridClient client = new GridClient(List.of(node("one"), node("two")), new Deadlines(LONG, LONG, LONG));
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("given up");
            }
        };
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(new byte[100_000]), failing);
        assertThatThrownBy(() -> client.store(() -> content, -1)).hasMessage("given up");
        assertThat(new String(client.describe(Capability.parse("URI:LIT:")), StandardCharsets.UTF_8))
                .as("who is asked first")
                .isEqualTo("one");
    }
}
