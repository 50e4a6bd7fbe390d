/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.vfs2.FileObject;
import org.apache.commons.vfs2.FileSystemOptions;
import org.apache.commons.vfs2.cache.NullFilesCache;
import org.apache.commons.vfs2.impl.DefaultFileSystemManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.testing.grid.Gateway;
import org.sallyport.testing.grid.Grid;
import org.sallyport.testing.grid.GridExtension;

/** A gateway that fails in mid-download as real ones do: a proxy of these tests, a fake, before a real node. */
@ExtendWith(GridExtension.class)
@Timeout(120)
class FaultyGatewayIT {

    private static final byte[] NOTICE = "problem during download\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SIZE = 3_000_000;

    /** What the proxy does to a part of a file. */
    private interface Fault {

        void answer(HttpExchange exchange, byte[] whole) throws IOException;
    }

    private final Gateway gateway;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final DefaultFileSystemManager manager = new DefaultFileSystemManager();
    private final byte[] content = new byte[SIZE];
    private HttpServer proxy;
    private String directory;
    private volatile Fault fault;

    FaultyGatewayIT(Grid grid) {
        gateway = grid.gateways().get(0);
    }

    @BeforeEach
    void start() throws IOException {
        proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.setExecutor(workers);
        proxy.createContext("/", this::forward);
        proxy.start();
        manager.addProvider("tahoe", new TahoeFileProvider());
        manager.setFilesCache(new NullFilesCache());
        manager.init();
        directory = gateway.createDirectory();
        new Random(7).nextBytes(content);
        try (OutputStream out =
                root("whole", gateway.uri()).resolveFile("f").getContent().getOutputStream()) {
            out.write(content);
        }
    }

    @AfterEach
    void stop() {
        manager.close();
        proxy.stop(0);
        workers.shutdownNow();
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    gateway.uri().resolve(exchange.getRequestURI().toString()));
            if (range != null) {
                request.header("Range", range);
            }
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() == 206) {
                fault.answer(exchange, answer.body());
            } else {
                exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void cut(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(206, whole.length);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
        exchange.getResponseBody().write(NOTICE);
        exchange.getResponseBody().flush();
    }

    private static void tellALesserLength(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(206, whole.length / 2);
        exchange.getResponseBody().write(whole, 0, whole.length / 2);
    }

    private static void ignoreTheRange(HttpExchange exchange, byte[] whole) throws IOException {
        exchange.sendResponseHeaders(200, whole.length);
        exchange.getResponseBody().write(whole);
    }

    private URI proxyUri() {
        return URI.create("http://127.0.0.1:" + proxy.getAddress().getPort() + "/");
    }

    private FileObject root(String name, URI... gateways) throws IOException {
        FileSystemOptions options = new FileSystemOptions();
        TahoeOptions.getInstance().setRoot(options, directory);
        TahoeOptions.getInstance().setGateways(options, gateways);
        return manager.resolveFile("tahoe:" + name + "/", options);
    }

    private void assertNothingWrongIsRead(Fault next) throws IOException {
        fault = next;
        FileObject alone = root("alone", proxyUri()).resolveFile("f");
        assertThatThrownBy(() -> alone.getContent().getByteArray()).isInstanceOf(IOException.class);
        FileObject byBoth = root("both", proxyUri(), gateway.uri()).resolveFile("f");
        assertThat(byBoth.getContent().getByteArray()).isEqualTo(content);
    }

    @Test
    void aBodyThatEndsWithANoticeOfFailureIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::cut);
    }

    @Test
    void aShorterPartThanAskedForIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::tellALesserLength);
    }

    @Test
    void anAnswerThatIgnoresTheRangeIsNoContent() throws IOException {
        assertNothingWrongIsRead(FaultyGatewayIT::ignoreTheRange);
    }
}
