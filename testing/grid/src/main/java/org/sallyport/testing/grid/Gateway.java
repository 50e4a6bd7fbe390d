/*
 * Copyright 2026 The Sallyport authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package org.sallyport.testing.grid;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Pattern;

/** The web API of one node of a grid. */
public record Gateway(GridNode node, int port) {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);
    /** Foolscap says "Connected to", the HTTPS storage protocol "connected". */
    private static final Pattern CONNECTED =
            Pattern.compile("\"connection_status\":\\s*\"connected", Pattern.CASE_INSENSITIVE);

    /** Where the web API is, with a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Makes a directory that nothing links to: a fresh root, for 0.2 s of the node's time. Returns its write capability. */
    public String createDirectory() throws IOException {
        HttpResponse<String> response = makeDirectory();
        if (response.statusCode() != 200) {
            throw new IOException("mkdir was answered by " + response.statusCode());
        }
        return response.body().strip();
    }

    /** To how many storage nodes this one is connected; 0 while it does not answer. */
    public int connectedStorageNodes() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(uri().resolve("?t=json"))
                .timeout(PROBE_LIMIT)
                .build();
        if (!node.isRunning()) {
            return 0;
        }
        try {
            return (int) CONNECTED.matcher(send(request).body()).results().count();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return 0; // not listening yet, or suspended: what the caller asks about
        }
    }

    /** Whether a write succeeds now. */
    boolean canWrite() throws IOException {
        return makeDirectory().statusCode() == 200;
    }

    private HttpResponse<String> makeDirectory() throws IOException {
        return send(HttpRequest.newBuilder(uri().resolve("uri?t=mkdir"))
                .header("Accept", "text/plain")
                .timeout(ANSWER_LIMIT)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a node was asked", e);
        }
    }
}
