/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.vfs.tahoe;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A proxy of these tests, a fake, before a real gateway node: counts what is read, and does what it is told to parts of files. */
final class GatewayProxy implements AutoCloseable {

    /** What is done to a part of a file. */
    interface Fault {

        void answer(HttpExchange exchange, byte[] whole) throws IOException;
    }

    private final URI gateway;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private final HttpServer server;
    private volatile Fault fault = GatewayProxy::whole;

    GatewayProxy(URI gateway) throws IOException {
        this.gateway = gateway;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(workers);
        server.createContext("/", this::forward);
        server.start();
    }

    static void whole(HttpExchange exchange, byte[] part) throws IOException {
        exchange.sendResponseHeaders(206, part.length);
        exchange.getResponseBody().write(part);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void fails(Fault next) {
        fault = next;
    }

    /** The parts of files that were asked for so far. */
    List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void forward(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            HttpRequest.Builder request = HttpRequest.newBuilder(
                    gateway.resolve(exchange.getRequestURI().toString()));
            if (range != null) {
                ranges.add(range);
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

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
